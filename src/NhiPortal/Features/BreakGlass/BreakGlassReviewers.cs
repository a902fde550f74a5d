using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Who may review a use of break-glass, asked in one way by the click, the page and My work.</summary>
internal static class BreakGlassReviewers
{
    public static Task<List<AccessRequest>> RequestsOfAsync(this PortalDb db, IEnumerable<BreakGlassUse> uses, CancellationToken cancellation)
    {
        var ids = uses.Select(use => use.RequestId).ToList();
        return db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().Where(r => ids.Contains(r.Id)).ToListAsync(cancellation);
    }

    /// <summary>For each use, why this person may not review it; null where they may.</summary>
    public static async Task<IReadOnlyDictionary<BreakGlassUseId, Refusal?>> WhyMayNotReviewAsync(
        this PortalDb db, Actor actor, IReadOnlyList<BreakGlassUse> uses, DateTimeOffset now, CancellationToken cancellation)
    {
        if (actor.Person is not { } person || uses.Count == 0)
            return uses.ToDictionary(use => use.Id, _ => (Refusal?)BreakGlassWords.NotFound);
        var requests = (await db.RequestsOfAsync(uses, cancellation)).ToDictionary(r => r.Id);
        var facts = await db.ApproverFactsAsync([.. requests.Values], [person], now, cancellation);
        var staff = Permissions.Check(actor, Permission.ReviewBreakGlass);
        var owned = (await db.HeldAsync(actor, o => o.Role == OwnerRole.SystemOwner, now, cancellation)).Select(o => o.TargetId).ToHashSet();
        return uses.ToDictionary(use => use.Id, use => (staff is null && actor.SeesTenant(use.TenantId)) || owned.Contains(use.TargetId)
            ? use.WhyNotIndependent(requests[use.RequestId], facts[(use.RequestId, person)])
            : staff ?? BreakGlassWords.NotFound);
    }
}
