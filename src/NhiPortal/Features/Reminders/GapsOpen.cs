using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>Control points without an owner: for IAM staff those of their tenants, for system owners those of what reaches their systems.</summary>
internal static class GapsOpen
{
    public static async Task<IReadOnlyList<NoticeDraft>> GapDraftsAsync(this PortalDb db, IReadOnlyList<PersonId> people, DateTimeOffset now, CancellationToken cancellation) =>
        [.. await StaffAsync(db, people, now, cancellation), .. await SystemOwnersAsync(db, people, now, cancellation)];

    private static async Task<IEnumerable<NoticeDraft>> StaffAsync(PortalDb db, IReadOnlyList<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var staff = (await db.IamStaffAsync(now, cancellation)).Where(person => people.Contains(person.Id)).ToList();
        var tenants = staff.SelectMany(p => p.AlsoIn.Select(also => also.TenantId).Append(p.TenantId)).Distinct().ToList();
        if (tenants.Count == 0)
            return [];
        var gaps = await db.Gaps.Where(g => g.ClosedAt == null && tenants.Contains(g.TenantId)).GroupBy(g => g.TenantId)
            .Select(group => new { Tenant = group.Key, Count = group.Count(), Newest = group.Max(g => g.OpenedAt) }).ToListAsync(cancellation);
        var names = await db.Tenants.Where(t => tenants.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancellation);
        return from person in staff
               from gap in gaps
               where person.BelongsTo(gap.Tenant)
               let step = Ladder.OfGaps(gap.Newest, now)
               where step is not null
               select new NoticeDraft(person.Id, step.Value, new NoticeAbout(gap.Tenant.Value), new NoticeText(
                   gap.Count == 1 ? $"{names[gap.Tenant]}: 1 control point has no owner" : $"{names[gap.Tenant]}: {gap.Count} control points have no owner",
                   "What depends on them is denied until somebody takes over", "/owners?standing=Gap", null));
    }

    private static async Task<IEnumerable<NoticeDraft>> SystemOwnersAsync(PortalDb db, IReadOnlyList<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var owned = await (from ownership in db.Ownerships.AsNoTracking()
                           where people.Contains(ownership.PersonId) && ownership.Role == OwnerRole.SystemOwner && ownership.ClosedAt == null && ownership.AcceptedAt != null
                           join target in db.Targets on ownership.TargetId equals (TargetId?)target.Id
                           select new { ownership.PersonId, Ownership = ownership, target.Id, target.Key, target.Name }).ToListAsync(cancellation);
        var held = owned.Where(row => row.Ownership.HoldsAt(now, true)).ToList();
        var targets = held.Select(row => row.Id).Distinct().ToList();
        if (targets.Count == 0)
            return [];
        var gaps = (await (from gap in db.Gaps
                           where gap.ClosedAt == null && gap.IntegrationId != null
                           join path in db.Paths on gap.IntegrationId equals (IntegrationId?)path.IntegrationId
                           where path.RemovedAt == null && targets.Contains(path.TargetId)
                           group new { path.IntegrationId, gap.OpenedAt } by path.TargetId into reached
                           select new { Target = reached.Key, Count = reached.Select(r => r.IntegrationId).Distinct().Count(), Newest = reached.Max(r => r.OpenedAt) })
            .ToListAsync(cancellation)).ToDictionary(row => row.Target);
        return from row in held
               let gap = gaps.GetValueOrDefault(row.Id)
               let step = gap is null ? null : Ladder.OfGaps(gap.Newest, now)
               where step is not null
               select new NoticeDraft(row.PersonId, step.Value, new NoticeAbout(row.Id.Value), new NoticeText(
                   gap.Count == 1 ? $"{row.Name}: 1 integration that reaches it lacks an owner" : $"{row.Name}: {gap.Count} integrations that reach it lack an owner",
                   "They are denied there until somebody takes over", $"/targets/{Uri.EscapeDataString(row.Key)}", null));
    }
}
