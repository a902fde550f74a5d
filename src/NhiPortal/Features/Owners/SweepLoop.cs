using NhiPortal.Data;

namespace NhiPortal.Features.Owners;

/// <summary>Sweeps as soon as something about people, integrations or targets has changed: lists and gaps follow within a second or two.</summary>
public sealed partial class SweepLoop(SweepOwnerships sweep, ChangeFeed feed, TimeProvider time, ILogger<SweepLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(500), ChangeKind.Person, ChangeKind.Integration, ChangeKind.Target)
{
    protected override Task TurnAsync(CancellationToken cancellation) => sweep.RunAsync(cancellation);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep after a change failed")]
    protected override partial void TurnFailed(Exception error);
}
