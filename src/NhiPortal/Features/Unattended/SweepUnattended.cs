using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended.Sources;

namespace NhiPortal.Features.Unattended;

/// <summary>
/// Finds what nobody attends to and takes it one step further on its ladder, a few at a time. Each step is judged again in
/// the transaction that records it, so that a crash, a second instance or somebody who attends meanwhile changes nothing
/// about what may happen.
/// </summary>
public sealed class SweepUnattended(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public static readonly Actor Sweeper = Actor.Rule("unattended access");

    /// <summary>The most that go into one transaction: others write between.</summary>
    private const int Batch = 25;

    private const int Portion = 500;

    /// <returns>How many things were found or moved.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var moved = 0;
        List<UnattendedKind> kinds;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
            kinds = await db.UnattendedPolicies.OrderBy(p => p.Kind).Select(p => p.Kind).ToListAsync(cancellation);
        foreach (var kind in kinds)
            if (await SweepLease.TakeAsync(databases, kind, time.GetUtcNow(), cancellation) is { } lease)
            {
                moved += lease.Policy.On ? await SweepAsync(lease, cancellation) : await LetGoAsync(lease, cancellation);
                await lease.EndAsync(cancellation);
            }

        return moved;
    }

    private async Task<int> SweepAsync(SweepLease lease, CancellationToken cancellation)
    {
        var found = await FindAsync(lease, cancellation);
        var movers = await MoversAsync(lease, cancellation);
        var allowed = await new SweepBrake(work, databases, time).StopAsync(lease, movers, time.GetUtcNow(), cancellation);
        var portions = new Portions(Batch, time);
        foreach (var some in portions.Of(allowed))
        {
            if (!await lease.RenewAsync(time.GetUtcNow(), cancellation))
                return found;
            found += (await work.RunAsync<int>(Sweeper, "revocation.sweep", async run =>
            {
                portions.Begin();
                return await run.ClimbAsync(lease.Policy, some, cancellation);
            }, cancellation)).Value;
        }

        return found;
    }

    /// <summary>What is unattended and not followed yet.</summary>
    private async Task<int> FindAsync(SweepLease lease, CancellationToken cancellation)
    {
        var (policy, total, portions) = (lease.Policy, 0, new Portions(Batch, time));
        List<Guid> candidates;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
            candidates = await UnattendedSources.Of(policy.Kind).CandidatesAsync(new(db, policy.Plan, time.GetUtcNow(), cancellation));
        foreach (var portion in candidates.Chunk(Portion))
        {
            List<UnattendedFact> facts;
            await using (var db = await databases.CreateDbContextAsync(cancellation))
                facts = [.. (await new UnattendedReading(db, policy.Plan, time.GetUtcNow(), cancellation).FactsAsync(policy.Kind, portion)).Values.Where(fact => fact.Attendance == Attendance.Unattended)];
            foreach (var some in portions.Of(facts))
            {
                if (!await lease.RenewAsync(time.GetUtcNow(), cancellation))
                    return total;
                total += (await work.RunAsync<int>(Sweeper, "revocation.find", async run =>
                {
                    portions.Begin();
                    return await run.FollowAsync(policy, some, cancellation);
                }, cancellation)).Value;
            }
        }

        return total;
    }

    /// <summary>What is followed and has something to do now, as far as reading alone can tell.</summary>
    private async Task<List<Mover>> MoversAsync(SweepLease lease, CancellationToken cancellation)
    {
        var (policy, movers) = (lease.Policy, new List<Mover>());
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var still = await db.StandstillsAsync(now, cancellation);
        var answers = await db.RevocationBatches.AsNoTracking().Where(b => b.Kind == policy.Kind).ToDictionaryAsync(b => b.Id, b => b, cancellation);
        foreach (var portion in (await db.Open(policy.Kind).Select(r => r.Id).ToListAsync(cancellation)).Chunk(Portion))
        {
            var rows = await db.Revocations.AsNoTracking().Where(r => EF.Parameter(portion).Contains(r.Id)).ToListAsync(cancellation);
            var facts = await new UnattendedReading(db, policy.Plan, now, cancellation).FactsAsync(policy.Kind, [.. rows.Select(row => row.Key())]);
            movers.AddRange(rows.Select(row => Mover.Of(row, facts.GetValueOrDefault(row.Key()), policy, still[row.TenantId].SingleOrDefault(), row.BatchId is { } batch ? answers[batch] : null, now)).OfType<Mover>());
        }

        return movers;
    }

    /// <summary>The policy was turned off: nothing is followed any more.</summary>
    private async Task<int> LetGoAsync(SweepLease lease, CancellationToken cancellation)
    {
        List<RevocationId> open;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
            open = await db.Open(lease.Policy.Kind).Select(r => r.Id).ToListAsync(cancellation);
        var portions = new Portions(Batch, time);
        foreach (var some in portions.Of(open))
            await work.RunAsync<int>(Sweeper, "revocation.let_go", async run =>
            {
                portions.Begin();
                return await run.KeepAllAsync(some, "Its policy was turned off.", cancellation);
            }, cancellation);
        return open.Count;
    }
}
