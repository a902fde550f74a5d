using NhiPortal.Data;

namespace NhiPortal.Features.Executions;

/// <summary>Takes away on targets as soon as that is ordered, and looks often enough to try again after seconds.</summary>
public sealed partial class RemovalLoop(CarryOutRemovals carryOut, ChangeFeed feed, TimeProvider time, ILogger<RemovalLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(200), ChangeKind.Removal)
{
    protected override TimeSpan Longest => TimeSpan.FromSeconds(5);

    protected override Task TurnAsync(CancellationToken cancellation) => carryOut.RunAsync(cancellation);

    // The kind alone: what goes wrong on the way may name accounts.
    protected override void TurnFailed(Exception error) => TurnFailed(error.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Taking away on targets failed: {Error}")]
    private partial void TurnFailed(string error);
}
