using NhiPortal.Data;

namespace NhiPortal.Features.Stops;

/// <summary>Takes away within a second of the stop, and shows within one of a target's answer how far it is.</summary>
public sealed partial class StopLoop(CarryOutStops carryOut, ChangeFeed feed, TimeProvider time, ILogger<StopLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(200), ChangeKind.Stop, ChangeKind.Removal, ChangeKind.Grant)
{
    protected override Task TurnAsync(CancellationToken cancellation) => carryOut.RunAsync(cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Carrying out stops failed; trying again")]
    protected override partial void TurnFailed(Exception error);
}
