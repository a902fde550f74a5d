using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Executions;

/// <summary>
/// Takes away on targets what no grant gave: looks, takes away, and looks again over a connection of its own. Only the
/// second look counts; whatever else happens is tried again for as long as it takes.
/// </summary>
public sealed partial class CarryOutRemovals(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time, ILogger<CarryOutRemovals> log)
{
    private const int AtOnce = 8, Batch = 200;

    // Less than the claim, so that nobody else begins while this is still at it.
    private static readonly TimeSpan Patience = Execution.Claim - TimeSpan.FromMinutes(1);

    /// <returns>How many tries were made.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var made = 0;
        // One lane for each target: one that hangs keeps nobody else waiting.
        await Parallel.ForEachAsync((await DueAsync(cancellation)).GroupBy(row => row.Target), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (lane, stopping) =>
        {
            foreach (var (id, _) in lane)
                Interlocked.Add(ref made, await TryAsync(id, stopping) ? 1 : 0);
        });
        return made;
    }

    private async Task<IEnumerable<(RemovalId Id, TargetId Target)>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return (await db.Removals.Where(r => r.EndedAt == null && r.DueAt <= now && r.ClaimedUntil <= now).OrderBy(r => r.DueAt).Take(Batch)
            .Select(r => new { r.Id, r.TargetId }).ToListAsync(cancellation)).Select(row => (row.Id, row.TargetId));
    }

    /// <summary>What goes wrong with one keeps up no other: it is let go with its claim, and looked at again.</summary>
    private async Task<bool> TryAsync(RemovalId id, CancellationToken cancellation)
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

    private async Task<bool> OneAsync(RemovalId id, CancellationToken cancellation)
    {
        var taken = await work.RunAsync<Taken?>(CarryOutDue.Broker, "removal.take", async run =>
        {
            var removal = await run.Db.Removals.SingleAsync(r => r.Id == id, cancellation);
            return Result.Ok(removal.Take(run.Now) ? new Taken(id, await run.Db.Targets.Where(t => t.Id == removal.TargetId).Select(t => t.Key).SingleAsync(cancellation), removal.Change, removal.Tries) : null);
        }, cancellation);
        if (taken.Value is not { } errand)
            return false;
        var brought = await GoAsync(errand, cancellation);
        await work.RunAsync<Done>(CarryOutDue.Broker, "removal.report", async run =>
        {
            await run.ReportAsync(id, brought, cancellation);
            return default(Done);
        }, cancellation);
        return true;
    }

    private async Task<Outcome> GoAsync(Taken errand, CancellationToken cancellation)
    {
        if (!connectors.Acts(errand.Target))
            return new(null, null, $"No connector in the settings can change {errand.Target} any more.", false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        TargetState? before = null;
        try
        {
            var connector = (IActingConnector)connectors.Open(errand.Target);
            before = await connector.ReadStateAsync(errand.Change, limit.Token);
            if (errand.Change.IsMetBy(before))
                return new(before, before, null, false);
            await connector.ApplyAsync(errand.Change, $"{errand.Id}-{errand.Tries}", limit.Token);
            return new(before, await connector.ReadStateAsync(errand.Change, limit.Token), null, false);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            // One odd answer must not stop the others.
            return new(before, null, FaultWords.Of(error), error is ConnectorFault { Impossible: true });
        }
    }

    // The kind alone: what goes wrong on the way may name accounts.
    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of removal {Removal} failed: {Error}")]
    private partial void StepFailed(Guid removal, string error);

    private sealed record Taken(RemovalId Id, string Target, TargetChange Change, int Tries);
}

/// <summary>What one try at taking away brought back.</summary>
internal sealed record Outcome(TargetState? Before, TargetState? Shown, string? Fault, bool Impossible);

/// <summary>Writes down what a try brought back, and tells the record.</summary>
internal static class RemovalReports
{
    public static async Task ReportAsync(this Work run, RemovalId id, Outcome brought, CancellationToken cancellation)
    {
        var removal = await run.Db.Removals.SingleAsync(r => r.Id == id, cancellation);
        // Called off while somebody was at it: nothing follows from it any more, but what was done is not kept silent.
        if (removal.EndedAt is not null && !(brought is { Before: { } was, Shown: not null } && !removal.Change.IsMetBy(was)))
            return;
        var late = removal.EndedAt is not null;
        if (!late)
            removal.Report(brought.Before, brought.Shown, brought.Fault, brought.Impossible, run.Now);
        var target = await run.Db.Targets.AsNoTracking().SingleAsync(t => t.Id == removal.TargetId, cancellation);
        var integration = await run.Db.Integrations.AsNoTracking().SingleOrDefaultAsync(i => i.Id == removal.IntegrationId, cancellation);
        var confirmed = removal.State == RemovalState.Confirmed;
        run.Record(new(late ? "removal.done_late" : confirmed ? "removal.confirmed" : "removal.failed", late
            ? $"Taking privilege away on {target.Key} from {removal.Change.Account} was called off when it was done already: it is now {brought.Shown!.Words(removal.Change)}. Nothing brings it back by itself."
            : confirmed
            ? $"The portal took privilege away on {target.Key}, and the target shows it: {removal.Change.Account} is now {removal.After!.Words(removal.Change)}."
            : $"Taking privilege away on {target.Key} from {removal.Change.Account} is not confirmed: {removal.Trouble}")
        {
            Tenant = removal.TenantId,
            Integration = integration is null ? null : Work.Thing(integration),
            Target = Work.Thing(target),
            Before = (late ? brought.Before : removal.Before) is { } before ? new Dictionary<string, string?> { ["on_target"] = before.Words(removal.Change) } : null,
            After = (late ? brought.Shown : removal.After) is { } after ? new Dictionary<string, string?> { ["on_target"] = after.Words(removal.Change) } : null,
            Facts = new Dictionary<string, string?> { ["removal"] = removal.Id.ToString(), ["account"] = removal.Change.Account, ["tries"] = $"{removal.Tries}", ["reason"] = removal.Reason, ["trouble"] = removal.Trouble },
        });
    }
}
