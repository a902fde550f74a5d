using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>A campaign in which something waits for somebody.</summary>
public sealed record MyReview(CampaignId Id, string Name, int Items, DateTimeOffset Due, bool Revokes);

/// <summary>Reads in which running campaigns items wait for a person, or for somebody they stand in for.</summary>
public sealed class MyReviewItemsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<IReadOnlyList<MyReview>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } me)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var lenders = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => d.StandInId == me && d.RequestId == null).Select(d => new { d.LenderId, d.TenantId }).ToListAsync(cancellation);
        var lenderIds = lenders.ConvertAll(lent => lent.LenderId);
        var waiting = await db.ReviewItems.AsNoTracking().Where(i => i.Outcome == null && (i.ReviewerId == me || i.EscalatedToId == me || lenderIds.Contains(i.ReviewerId)))
            .GroupBy(i => new { i.CampaignId, i.TenantId, i.ReviewerId, Mine = i.ReviewerId == me || i.EscalatedToId == me }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        // What is lent is lent in one tenant, however many its lender works in.
        var counts = waiting.Where(g => g.Key.Mine || lenders.Exists(lent => lent.LenderId == g.Key.ReviewerId && lent.TenantId == g.Key.TenantId))
            .GroupBy(g => g.Key.CampaignId).ToDictionary(g => g.Key, g => g.Sum(one => one.Count));
        if (counts.Count == 0)
            return [];
        var ids = counts.Keys.ToList();
        var open = await db.ReviewCampaigns.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id) && c.State == CampaignState.Running && c.DueAt > now).ToListAsync(cancellation);
        return [.. open.Select(c => new MyReview(c.Id, c.Name, counts[c.Id], c.DueAt!.Value, c.Plan.Undecided == UndecidedOutcome.Revoke))];
    }
}
