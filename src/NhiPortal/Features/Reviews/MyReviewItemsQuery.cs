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
        var lent = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => d.StandInId == me && d.RequestId == null).Select(d => new { d.LenderId, d.TenantId, d.Role }).ToListAsync(cancellation);
        var lenders = lent.ConvertAll(d => d.LenderId);
        var waiting = await db.ReviewItems.AsNoTracking().Where(i => i.Outcome == null && (i.ReviewerId == me || i.EscalatedToId == me || lenders.Contains(i.ReviewerId)))
            .GroupBy(i => new { i.CampaignId, i.TenantId, i.ReviewerId, i.Stage, i.Reassigned, Mine = i.ReviewerId == me || i.EscalatedToId == me }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        if (waiting.Count == 0)
            return [];
        var ids = waiting.Select(g => g.Key.CampaignId).Distinct().ToList();
        var open = await db.ReviewCampaigns.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.Id) && c.State == CampaignState.Running && c.DueAt > now).ToListAsync(cancellation);
        // A role is lent in one tenant, however many its lender works in.
        var counts = open.ToDictionary(c => c.Id, c => waiting.Where(g => g.Key.CampaignId == c.Id && (g.Key.Mine || lent.Exists(d => d.LenderId == g.Key.ReviewerId && d.TenantId == g.Key.TenantId
            && (d.Role is null || d.Role == ReviewRules.RoleAsked(c.Plan.Stages[g.Key.Stage].By, g.Key.Reassigned))))).Sum(g => g.Count));
        return [.. open.Where(c => counts[c.Id] > 0).Select(c => new MyReview(c.Id, c.Name, counts[c.Id], c.DueAt!.Value, c.Plan.Undecided == UndecidedOutcome.Revoke))];
    }
}
