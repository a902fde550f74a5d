using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended.Sources;

namespace NhiPortal.Features.Unattended;

/// <summary>
/// Before the first of a sweep announces, suspends or takes anything: where more would than the policy lets in a day, none
/// does, and somebody who had no hand in the policy is asked.
/// </summary>
internal sealed class SweepBrake(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Batch = 100;

    /// <returns>What may go on.</returns>
    public async Task<List<Mover>> StopAsync(SweepLease lease, List<Mover> movers, DateTimeOffset now, CancellationToken cancellation)
    {
        var (stopped, portions) = (new HashSet<RevocationId>(), new Portions(Batch, time));
        foreach (var group in movers.Where(mover => mover.Step >= LadderStep.Announce && !mover.LetGo).GroupBy(mover => (mover.Tenant, Step: mover.Step!.Value)))
        {
            var fresh = group.Where(mover => mover.Batch is null).ToList();
            if (await WaitingAsync(lease.Policy, group.Key.Tenant, group.Key.Step, fresh.Count, now, cancellation) is not { } batch)
                continue;
            stopped.UnionWith(group.Select(mover => mover.Id));
            foreach (var some in portions.Of(fresh))
                await work.RunAsync<Done>(SweepUnattended.Sweeper, "revocation.stop", run =>
                {
                    portions.Begin();
                    return StopAsync(run, batch, [.. some.Select(mover => mover.Id)], cancellation);
                }, cancellation);
        }

        return movers.FindAll(mover => !stopped.Contains(mover.Id));
    }

    /// <summary>The batch that waits for an answer, which whatever comes later joins; null while the brake is open.</summary>
    private async Task<RevocationBatchId?> WaitingAsync(UnattendedPolicy policy, TenantId tenant, LadderStep step, int fresh, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.RevocationBatches.Where(b => b.TenantId == tenant && b.Kind == policy.Kind && b.Step == step && b.Answer == BatchAnswer.Waiting).Select(b => (RevocationBatchId?)b.Id).SingleOrDefaultAsync(cancellation) is { } waiting)
            return waiting;
        var room = await db.RoomAsync(policy, tenant, step, now, cancellation);
        if (fresh <= room.Left)
            return null;
        return (await work.RunAsync<RevocationBatchId>(SweepUnattended.Sweeper, "revocation.stop", run =>
        {
            var batch = RevocationBatch.Stop(tenant, policy.Kind, step, 0, room.Limit, room.Alive, run.Now);
            run.Db.RevocationBatches.Add(batch);
            run.Record(new AuditNote("revocation.braked", $"{fresh} would be {step.Done()} at once ({policy.Kind.Words()}). The brake allows {room.Limit} in a day of {room.Alive}; {room.Used} were. Nothing was done: somebody who had no hand in the policy must let them go, or not.")
            {
                Tenant = tenant,
                Facts = new Dictionary<string, string?> { ["batch"] = batch.Id.ToString(), ["kind"] = policy.Kind.ToString(), ["step"] = step.ToString(), ["count"] = $"{fresh}", ["limit"] = $"{room.Limit}", ["alive"] = $"{room.Alive}" },
            });
            return Task.FromResult<Result<RevocationBatchId>>(batch.Id);
        }, cancellation)).Value;
    }

    private static async Task<Result<Done>> StopAsync(Work run, RevocationBatchId id, IReadOnlyList<RevocationId> some, CancellationToken cancellation)
    {
        var batch = await run.Db.RevocationBatches.SingleAsync(b => b.Id == id, cancellation);
        var joined = 0;
        foreach (var revocation in await run.Db.Revocations.Where(r => some.Contains(r.Id) && r.BatchId == null).ToListAsync(cancellation))
        {
            revocation.Wait("Stopped by the brake: too many at once. Somebody must let them go, or not.", id);
            joined++;
        }

        batch.Join(joined);
        return default(Done);
    }
}

/// <summary>How many may still take a step within a day.</summary>
internal sealed record BrakeRoom(int Limit, int Alive, int Used)
{
    public int Left => Limit - Used;
}

internal static class BrakeRooms
{
    public static async Task<BrakeRoom> RoomAsync(this PortalDb db, UnattendedPolicy policy, TenantId tenant, LadderStep step, DateTimeOffset now, CancellationToken cancellation)
    {
        var (kind, since) = (policy.Kind, now.AddDays(-1));
        var alive = await UnattendedSources.Of(kind).AliveAsync(new(db, policy.Plan, now, cancellation), tenant);
        // What a second person let go is not counted: they looked at the list.
        var used = await db.Set<RevocationStep>().CountAsync(s => s.TenantId == tenant && s.Kind == kind && s.Step == step && s.At > since && s.BatchId == null, cancellation);
        return new(policy.Plan.Limit(alive), alive, used);
    }
}
