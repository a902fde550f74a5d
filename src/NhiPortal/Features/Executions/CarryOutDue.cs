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
public sealed class CarryOutDue(UnitOfWork work, IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors, TimeProvider time)
{
    public static readonly Actor Broker = Actor.Rule("carry out");
    private const int AtOnce = 8, Batch = 200;

    // Less than the claim, so that nobody else begins while this is still at it.
    private static readonly TimeSpan Patience = Execution.Claim - TimeSpan.FromMinutes(1);

    /// <returns>How many tries were made.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var made = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(await DueAsync(cancellation), options, async (id, stopping) => Interlocked.Add(ref made, await TryAsync(id, stopping) ? 1 : 0));
        return made;
    }

    private async Task<List<ExecutionId>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await (from execution in db.Executions.AsNoTracking()
                      where execution.EndedAt == null && execution.ClaimedUntil <= now
                      join grant in db.Grants on execution.GrantId equals grant.Id
                      let over = grant.Status != GrantStatus.Active || grant.Until <= now
                      where execution.State == ExecutionState.Applied ? over : execution.DueAt <= now || (over && execution.State == ExecutionState.Applying)
                      orderby execution.DueAt
                      select execution.Id).Take(Batch).ToListAsync(cancellation);
    }

    private async Task<bool> TryAsync(ExecutionId id, CancellationToken cancellation)
    {
        var taken = await work.RunAsync<Errand?>(Broker, "execution.take", async run => Result.Ok(await run.TakeAsync(id, cancellation)), cancellation);
        if (taken.Value is not { } errand)
            return false;
        var brought = await GoAsync(errand, cancellation);
        await work.RunAsync<Done>(Broker, "execution.report", async run =>
        {
            await run.ReportAsync(errand, brought, cancellation);
            return default(Done);
        }, cancellation);
        return true;
    }

    private async Task<Brought> GoAsync(Errand errand, CancellationToken cancellation)
    {
        if (!connectors.Acts(errand.Target))
            return new(null, $"No connector in the settings can change {errand.Target} any more.", false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var connector = (IActingConnector)connectors.Open(errand.Target);
            var found = await connector.ReadStateAsync(errand.Change, limit.Token);
            if (errand.Before is null && errand.Change.WhyNot(found) is { } impossible)
                return new(found, null, false, impossible);
            // Before anything is touched, or a crash would take what this did for what was so before.
            await work.RunAsync<Done>(Broker, "execution.look", async run =>
            {
                await run.RememberAsync(errand, found, cancellation);
                return default(Done);
            }, cancellation);
            if (errand.Change.IsMetBy(found))
                return new(found, null, true);
            await connector.ApplyAsync(errand.Change, errand.Key, limit.Token);
            return new(await connector.ReadStateAsync(errand.Change, limit.Token), null, true);
        }
        catch (ConnectorFault fault)
        {
            return new(null, fault.Message, fault.Retryable);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, "The target did not finish in time.", true);
        }
    }
}
