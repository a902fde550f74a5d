using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Unattended.Sources;

namespace NhiPortal.Features.Unattended;

/// <summary>One followed thing that has something to do: the step whose time has come, or none when it is kept, let go or not known.</summary>
internal sealed record Mover(RevocationId Id, TenantId Tenant, LadderStep? Step)
{
    /// <summary>The batch it is stopped in, or was let go with.</summary>
    public RevocationBatchId? Batch { get; init; }

    public bool LetGo { get; init; }
    public bool Discarded { get; init; }

    /// <returns>Null when there is nothing to do.</returns>
    public static Mover? Of(Revocation row, UnattendedFact? fact, UnattendedPolicy policy, Standstill? still, RevocationBatch? batch, DateTimeOffset now)
    {
        var mover = new Mover(row.Id, row.TenantId, null);
        if (fact is { Attendance: Attendance.Attended })
            return mover;
        if (batch is { Answer: BatchAnswer.Discarded })
            return mover with { Batch = batch.Id, Discarded = true };
        if (fact is not { Attendance: Attendance.Unattended })
            return row.Waiting == Climbing.Unknown(fact) ? null : mover;
        if (policy.ReportsOnly(now) || still is { Paused: true } || row.DueStep(policy.Plan, now) is not { } step)
            return row.OwnerId == fact.Thing.Owner && row.Why == fact.Words && !row.WaitsForWord ? null : mover;
        if (step > LadderStep.Announce && (now < policy.StillUntil || now < still?.Until))
            return null;
        return mover with { Step = step, Batch = batch?.Step == step ? batch.Id : null, LetGo = batch is { Answer: BatchAnswer.LetGo } && batch.Step == step };
    }
}

/// <summary>A tenant in which nothing is taken for now: paused, or so lately that people must be told again first.</summary>
internal sealed record Standstill(TenantId Tenant, bool Paused, DateTimeOffset Until);

internal static class Standstills
{
    public static async Task<ILookup<TenantId, Standstill>> StandstillsAsync(this PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var lately = now - UnattendedPolicy.Notice;
        var pauses = await db.RevocationPauses.AsNoTracking().Where(p => p.Until > lately).ToListAsync(cancellation);
        return pauses.Where(p => p.StillUntil > now).GroupBy(p => p.TenantId)
            .Select(group => new Standstill(group.Key, group.Any(p => p.HoldsAt(now)), group.Max(p => p.StillUntil))).ToLookup(still => still.Tenant);
    }

    /// <summary>Followed, and nothing taken for good yet.</summary>
    public static IQueryable<Revocation> Open(this PortalDb db, UnattendedKind kind) => db.Revocations.AsNoTracking().Where(r => r.Kind == kind && r.EndedAt == null
        && (r.State == RevocationState.Reported || r.State == RevocationState.Warned || r.State == RevocationState.Announced || r.State == RevocationState.Due));
}
