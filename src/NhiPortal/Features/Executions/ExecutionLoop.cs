using NhiPortal.Data;

namespace NhiPortal.Features.Executions;

/// <summary>Carries out within a second of the approval, takes back within one of a grant's end, and looks often enough to try again after seconds.</summary>
public sealed partial class ExecutionLoop(CarryOutDue carryOut, ChangeFeed feed, TimeProvider time, ILogger<ExecutionLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromMilliseconds(200), ChangeKind.Grant)
{
    protected override TimeSpan Longest => TimeSpan.FromSeconds(5);

    protected override Task TurnAsync(CancellationToken cancellation) => carryOut.RunAsync(cancellation);

    // The kind alone: what goes wrong on the way may name accounts.
    protected override void TurnFailed(Exception error) => TurnFailed(error.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Carrying out on targets failed: {Error}")]
    private partial void TurnFailed(string error);
}
