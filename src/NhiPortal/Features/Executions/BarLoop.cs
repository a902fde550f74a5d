using NhiPortal.Data;

namespace NhiPortal.Features.Executions;

/// <summary>Takes back within seconds of a change that bars what was carried out, and within a minute of what time alone bars.</summary>
public sealed partial class BarLoop(TakeBackBarred barred, ChangeFeed feed, TimeProvider time, ILogger<BarLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromSeconds(1), ChangeKind.Integration, ChangeKind.Target, ChangeKind.Person, ChangeKind.Policy, ChangeKind.AccessRules)
{
    protected override TimeSpan Longest => TimeSpan.FromMinutes(1);

    protected override Task TurnAsync(CancellationToken cancellation) => barred.RunAsync(cancellation);

    // The kind alone: what goes wrong on the way may name accounts.
    protected override void TurnFailed(Exception error) => TurnFailed(error.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for what is barred failed: {Error}")]
    private partial void TurnFailed(string error);
}
