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
        var lenders = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => d.StandInId == me && d.RequestId == null).Select(d => d.LenderId).ToListAsync(cancellation);
        var counts = await db.ReviewItems.AsNoTracking().Where(i => i.Outcome == null && (i.ReviewerId == me || i.EscalatedToId == me || lenders.Contains(i.ReviewerId)))
            .GroupBy(i => i.CampaignId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        if (counts.Count == 0)
            return [];
        var ids = counts.Keys.ToList();
        var open = await db.ReviewCampaigns.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id) && c.State == CampaignState.Running && c.DueAt > now).ToListAsync(cancellation);
        return [.. open.Select(c => new MyReview(c.Id, c.Name, counts[c.Id], c.DueAt!.Value, c.Plan.Undecided == UndecidedOutcome.Revoke))];
    }
}
