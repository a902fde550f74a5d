using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.People;

namespace NhiPortal.Features.Owners;

/// <summary>
/// Looks again at ownerships whose state the clock, or somebody, has changed: keeps each integration's standing for the
/// lists, asks successors of owners who are gone, and writes down every gap that opens or closes. What a gap closes is closed already by the decision rule.
/// </summary>
public sealed class SweepOwnerships(UnitOfWork work, IDbContextFactory<PortalDb> databases, PeopleSettings settings, TimeProvider time)
{
    private const int Batch = 200;

    /// <returns>How many ownerships were looked at.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var due = await DueAsync(cancellation);
            if (due.Count == 0)
                return total;
            // Standings first, the mark that it was looked at last: a crash in between only looks twice.
            foreach (var chunk in (await AffectedAsync(due, cancellation)).Chunk(Batch))
                await work.RunAsync<Done>(Actor.Rule("sweep ownerships"), "ownership.sweep", run => run.StandAsync(chunk, cancellation), cancellation);
            await work.RunAsync<Done>(Actor.Rule("succession"), "ownership.succeed",
                run => run.SucceedAsync([.. due.Select(d => d.Id)], TimeSpan.FromDays(settings.SuccessionDays), cancellation), cancellation);
            await work.RunAsync<Done>(Actor.Rule("sweep ownerships"), "ownership.sweep", run => LookedAsync(run, due, cancellation), cancellation);
            total += due.Count;
        }
    }

    private async Task<List<Due>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await db.Ownerships.AsNoTracking().Where(o => o.LookAgainAt != null && o.LookAgainAt <= now)
            .OrderBy(o => o.LookAgainAt).Take(Batch).Select(o => new Due(o.Id, o.IntegrationId, o.TargetId)).ToListAsync(cancellation);
    }

    private async Task<List<IntegrationId>> AffectedAsync(List<Due> due, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var targets = due.Select(d => d.Target).OfType<TargetId>().Distinct().ToList();
        var reached = await db.Paths.AsNoTracking().Where(p => targets.Contains(p.TargetId) && p.RemovedAt == null)
            .Select(p => p.IntegrationId).Distinct().ToListAsync(cancellation);
        return [.. due.Select(d => d.Integration).OfType<IntegrationId>().Concat(reached).Distinct()];
    }

    private static async Task<Result<Done>> LookedAsync(Work run, List<Due> due, CancellationToken cancellation)
    {
        var ids = due.Select(d => d.Id).ToList();
        foreach (var ownership in await run.Db.Ownerships.Where(o => ids.Contains(o.Id)).ToListAsync(cancellation))
            ownership.Looked(run.Now);
        await run.GapsAsync([.. due.Select(d => d.Integration).OfType<IntegrationId>().Distinct()], [.. due.Select(d => d.Target).OfType<TargetId>().Distinct()], cancellation);
        return default(Done);
    }

    private sealed record Due(OwnershipId Id, IntegrationId? Integration, TargetId? Target);
}
