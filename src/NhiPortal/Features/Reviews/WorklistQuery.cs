using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>One item as its reviewer sees it.</summary>
public sealed record WorklistRow(ReviewItem Item, string? For, bool Escalated, Refusal? Barred, ReviewDecision? Draft, IReadOnlyList<string> ChangedSince);

/// <summary>One page of a reviewer's items.</summary>
public sealed record WorklistPage(ReviewCampaign Campaign, IReadOnlyList<WorklistRow> Rows, int Total, int Drafts, int Decided, bool Open);

/// <summary>Reads what waits for one person in one campaign: their own, what was escalated to them, and what they stand in for.</summary>
public sealed class WorklistQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<WorklistPage?> RunAsync(Actor actor, CampaignId id, Recommendation? advised, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        if (actor.Person is not { } me || await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } campaign)
            return null;
        var lent = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => d.StandInId == me && d.RequestId == null && d.TenantId == campaign.TenantId).Select(d => new { d.LenderId, d.Role }).ToListAsync(cancellation);
        var roles = campaign.Plan.Stages.Select(stage => ReviewRules.RoleAsked(stage.By, false)).ToHashSet();
        var lenders = lent.Where(d => d.Role is null || roles.Contains(d.Role)).Select(d => d.LenderId).ToList();
        var waiting = db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id && i.Outcome == null && (i.ReviewerId == me || i.EscalatedToId == me || lenders.Contains(i.ReviewerId)));
        var shown = advised is { } only ? waiting.Where(i => i.Recommended == only) : waiting;
        var items = await shown.OrderBy(i => i.Number).Skip(skip).Take(take).ToListAsync(cancellation);
        var numbers = items.ConvertAll(i => i.Number);
        var answering = await Answering.ReadAsync(db, campaign, items, me, [], now, cancellation);
        var drafts = await db.ReviewDecisions.AsNoTracking().Where(d => d.CampaignId == id && d.SubmittedAt == null && d.PersonId == me && EF.Parameter(numbers).Contains(d.ItemNumber)).ToDictionaryAsync(d => d.ItemNumber, cancellation);
        var integrations = items.Select(i => i.IntegrationId).Distinct().ToList();
        var standing = await db.Integrations.AsNoTracking().Where(i => EF.Parameter(integrations).Contains(i.Id)).Select(i => new { i.Id, i.Status, i.RiskScore }).ToDictionaryAsync(i => i.Id, cancellation);
        return new(campaign, [.. items.Select(item =>
        {
            var seat = answering.Seat(item);
            var its = standing[item.IntegrationId];
            List<string> changed = [];
            if (its.Status != item.Facts.Status) changed.Add($"It is {its.Status.ToString().ToLowerInvariant()} now.");
            if (its.RiskScore != item.Facts.RiskScore) changed.Add($"Its risk is {its.RiskScore} now, it was {item.Facts.RiskScore}.");
            return new WorklistRow(item, seat is { Succeeded: true, Value.For: { } lender } ? answering.Name(lender) : null, item.EscalatedToId == me && item.ReviewerId != me,
                seat.Succeeded ? ReviewRules.WhyNot(seat.Value.Facts, item.Alone) : seat.Refusal, drafts.GetValueOrDefault(item.Number), changed);
        })], await shown.CountAsync(cancellation),
        await db.ReviewDecisions.CountAsync(d => d.CampaignId == id && d.PersonId == me && d.SubmittedAt == null, cancellation),
        await db.ReviewDecisions.CountAsync(d => d.CampaignId == id && d.PersonId == me && d.SubmittedAt != null, cancellation), campaign.IsOpen(now));
    }
}
