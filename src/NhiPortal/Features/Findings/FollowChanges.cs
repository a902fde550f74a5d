using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Risk;

namespace NhiPortal.Features.Findings;

/// <summary>
/// Judges again what has changed since the last look, on whichever instance it changed, and what a change reaches:
/// integrations on the way to a target, everything a person owns. Repeats safely; one instance works at a time.
/// </summary>
public sealed class FollowChanges(UnitOfWork work, IDbContextFactory<PortalDb> databases, RiskWeights weights, TimeProvider time)
{
    private const int Batch = 200;
    private const int Portion = 2000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <returns>How many findings turned.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var turned = 0;
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var cursor = await db.FindingCursors.AsNoTracking().SingleOrDefaultAsync(cancellation);
            if (cursor is null)
                return turned;
            var changes = await db.Changes.AsNoTracking().Where(change => change.Seq > cursor.Seq).OrderBy(change => change.Seq).Take(Portion).ToListAsync(cancellation);
            if (changes.Count == 0 || !await TakeAsync(db, cursor.Seq, cancellation))
                return turned;
            // Lines that were pruned before anybody looked are gone: only judging everything finds what they told of.
            var missed = cursor.Seq > 0 && changes[0].Seq > cursor.Seq + 1;
            turned += await JudgeAsync(db, await AffectedAsync(db, changes, cancellation), cancellation);
            await db.FindingCursors.Where(c => c.Seq == cursor.Seq).ExecuteUpdateAsync(set => set.SetProperty(c => c.Seq, changes[^1].Seq)
                .SetProperty(c => c.LeasedUntil, DateTimeOffset.MinValue).SetProperty(c => c.WholeRunAt, c => missed ? null : c.WholeRunAt), cancellation);
        }
    }

    /// <summary>False when another instance is at work, or was first.</summary>
    private async Task<bool> TakeAsync(PortalDb db, long seq, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await db.FindingCursors.Where(c => c.Seq == seq && c.LeasedUntil <= now).ExecuteUpdateAsync(set => set.SetProperty(c => c.LeasedUntil, now + Lease), cancellation) > 0;
    }

    private async Task<int> JudgeAsync(PortalDb db, Affected affected, CancellationToken cancellation)
    {
        var (turned, targets, integrations) = (0, new Portions(Batch, time), new Portions(Batch, time));
        foreach (var batch in targets.Of(affected.Targets))
            turned += (await work.RunAsync<int>(Judging.Judge, "finding.judge", async run =>
            {
                targets.Begin();
                return await run.JudgeAsync(batch, cancellation);
            }, cancellation)).Value;
        foreach (var batch in affected.Integrations.Chunk(Batch))
        {
            var look = await db.LookAsync(batch, weights, time.GetUtcNow(), cancellation);
            foreach (var some in integrations.Of(look.Changed))
                turned += (await work.RunAsync<int>(Judging.Judge, "finding.judge", async run =>
                {
                    integrations.Begin();
                    return await run.JudgeAsync(look with { Changed = some }, weights, cancellation);
                }, cancellation)).Value;
        }

        return turned;
    }

    private static async Task<Affected> AffectedAsync(PortalDb db, List<Change> changes, CancellationToken cancellation)
    {
        var targets = changes.Where(change => change.Kind == ChangeKind.Target).Select(change => new TargetId(change.Subject)).ToHashSet();
        var integrations = changes.Where(change => change.Kind != ChangeKind.Finding).Select(change => change.IntegrationId).OfType<Guid>().Select(id => new IntegrationId(id)).ToHashSet();
        foreach (var people in changes.Where(change => change.Kind == ChangeKind.Person).Select(change => new PersonId(change.Subject)).Distinct().Chunk(Batch))
        {
            var owned = await db.Ownerships.Where(o => people.Contains(o.PersonId) && o.ClosedAt == null).Select(o => new { o.IntegrationId, o.TargetId }).ToListAsync(cancellation);
            integrations.UnionWith(owned.Select(o => o.IntegrationId).OfType<IntegrationId>());
            targets.UnionWith(owned.Select(o => o.TargetId).OfType<TargetId>());
        }

        foreach (var batch in targets.Chunk(Batch))
            integrations.UnionWith(await db.Paths.Where(p => batch.Contains(p.TargetId) && p.RemovedAt == null).Select(p => p.IntegrationId).Distinct().ToListAsync(cancellation));
        // How far taking away is concerns the target alone.
        targets.UnionWith(changes.Where(change => change.Kind == ChangeKind.Removal).Select(change => new TargetId(change.Subject)));
        return new([.. integrations], [.. targets]);
    }

    private sealed record Affected(IReadOnlyList<IntegrationId> Integrations, IReadOnlyList<TargetId> Targets);
}
