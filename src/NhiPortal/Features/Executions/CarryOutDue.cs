using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Executions;

/// <summary>
/// Does on targets what is due: applies for grants that began, takes back for grants that ended, however they ended. What
/// a target says is not believed; what it shows to a second look is.
/// </summary>
public sealed partial class CarryOutDue(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time, ILogger<CarryOutDue> log)
{
    public static readonly Actor Broker = Actor.Rule("carry out");
    private const int AtOnce = 8, AtOnceThere = 2, Batch = 200;

    // Less than the claim, so that nobody else begins while this is still at it.
    private static readonly TimeSpan Patience = Execution.Claim - TimeSpan.FromMinutes(1);

    /// <returns>How many tries were made.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var made = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        var due = await DueAsync(cancellation);
        // Two lanes for each target: one that hangs leaves the others' lanes free.
        var lanes = due.Select((row, place) => (row.Id, row.TargetId, Place: place)).GroupBy(row => row.TargetId)
            .SelectMany(target => target.Select((row, turn) => (row, Lane: turn % AtOnceThere)).GroupBy(row => row.Lane, row => row.row))
            .OrderBy(lane => lane.Min(row => row.Place));
        await Parallel.ForEachAsync(lanes, options, async (lane, stopping) =>
        {
            foreach (var (id, _, _) in lane)
                Interlocked.Add(ref made, await TryAsync(id, stopping) ? 1 : 0);
        });
        return made;
    }

    /// <summary>What is due, and where; what is to be taken back comes first.</summary>
    private async Task<List<(ExecutionId Id, TargetId TargetId)>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return [.. (await (from execution in db.Executions.AsNoTracking()
                      where execution.EndedAt == null && execution.ClaimedUntil <= now
                      join grant in db.Grants on execution.GrantId equals grant.Id
                      let over = grant.Status != GrantStatus.Active || grant.Until <= now
                      where execution.State == ExecutionState.Applied ? over : execution.DueAt <= now || (over && execution.State == ExecutionState.Applying)
                      orderby over descending, execution.DueAt
                      select new { execution.Id, execution.TargetId }).Take(Batch).ToListAsync(cancellation)).Select(row => (row.Id, row.TargetId))];
    }

    /// <summary>What goes wrong with one keeps up no other: whatever it had in hand is let go with its claim, and looked at again.</summary>
    private async Task<bool> TryAsync(ExecutionId id, CancellationToken cancellation)
    {
        try
        {
            return await OneAsync(id, cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            StepFailed(id.Value, error.GetType().Name);
            return false;
        }
    }

    private async Task<bool> OneAsync(ExecutionId id, CancellationToken cancellation)
    {
        var taken = await work.RunAsync<Errand?>(Broker, "execution.take", async run => Result.Ok(await run.TakeAsync(id, cancellation)), cancellation);
        if (taken.Value is not { } errand)
            return false;
        if (await GoAsync(errand, cancellation) is not { } brought)
            return false;
        await work.RunAsync<Done>(Broker, "execution.report", async run =>
        {
            await run.ReportAsync(errand, brought, cancellation);
            return default(Done);
        }, cancellation);
        return true;
    }

    /// <returns>Null when nothing may be done any more, and nothing was.</returns>
    private async Task<Brought?> GoAsync(Errand errand, CancellationToken cancellation)
    {
        if (!connectors.Acts(errand.Target))
            return new(null, $"No connector in the settings can change {errand.Target} any more.", false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var connector = (IActingConnector)connectors.Open(errand.Target);
            // What the settings call administrators now is kept, so that it is taken back there and nowhere else.
            errand = errand with { Change = connector.Resolved(errand.Change) };
            var found = await connector.ReadStateAsync(errand.Change, limit.Token);
            if (errand.LooksOnly)
                return new(found, null, true);
            var impossible = errand.Sent ? null : errand.Change.WhyNot(found);
            // Before anything is touched, or a crash would take what this did for what was so before.
            var sends = impossible is null && !errand.Change.IsMetBy(found);
            var may = await work.RunAsync<bool>(Broker, "execution.look", async run => Result.Ok(await run.RememberAsync(errand, found, sends, cancellation)), cancellation);
            if (!may.Value)
                return null;
            if (impossible is not null)
                return new(found, null, false, impossible);
            return errand.Change.IsMetBy(found) ? new(found, null, true) : await ApplyAsync(connector, errand, limit.Token);
        }
        catch (ConnectorFault fault) when (fault.Impossible && !errand.Sent)
        {
            return new(null, null, false, new("impossible", fault.Message));
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // One odd answer must not stop the others.
            return new(null, FaultWords.Of(error), error is ConnectorFault { Retryable: true } or OperationCanceledException);
        }
    }

    private static async Task<Brought> ApplyAsync(IActingConnector connector, Errand errand, CancellationToken cancellation)
    {
        try
        {
            await connector.ApplyAsync(errand.Change, errand.Key, cancellation);
            return new(await connector.ReadStateAsync(errand.Change, cancellation), null, true);
        }
        catch (ConnectorFault fault) when (!fault.Retryable && !fault.Impossible)
        {
            // A refusal half-way leaves something behind; one at the start does not, and only the target tells which it was.
            return new(await connector.ReadStateAsync(errand.Change, cancellation), fault.Message, false);
        }
    }
    // The kind alone: what goes wrong on the way may name accounts.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of execution {Execution} failed: {Error}")]
    private partial void StepFailed(Guid execution, string error);
}
