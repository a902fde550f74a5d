using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Who should be asked now about waiting items, as roles and accounts change hands.</summary>
internal sealed class ReviewFollowing
{
    /// <summary>So many items are looked at, or changed, at once.</summary>
    public const int Portion = 500;

    private readonly ReviewCampaign campaign;
    private readonly Answering answering;

    private ReviewFollowing(ReviewCampaign campaign, Answering answering) => (this.campaign, this.answering) = (campaign, answering);

    public static async Task<ReviewFollowing> ReadAsync(PortalDb db, ReviewCampaign campaign, IReadOnlyList<ReviewItem> items, DateTimeOffset now, CancellationToken cancellation) =>
        new(campaign, await Answering.ReadAsync(db, campaign, items, campaign.Escalation, [campaign.LeadId], now, cancellation));

    /// <summary>The waiting items about which something is to be done, looked for in portions while everybody else may write.</summary>
    public static async Task<List<int>> ConcernedAsync(PortalDb db, ReviewCampaign campaign, DateTimeOffset now, CancellationToken cancellation)
    {
        List<int> concerned = [];
        for (var after = 0; ;)
        {
            var items = await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == campaign.Id && i.Outcome == null && i.Number > after).OrderBy(i => i.Number).Take(Portion).ToListAsync(cancellation);
            if (items.Count == 0)
                return concerned;
            var following = await ReadAsync(db, campaign, items, now, cancellation);
            concerned.AddRange(items.Where(item => following.Moved(item) is not null || (now >= campaign.EscalateAt && following.MayEscalate(item))).Select(item => item.Number));
            after = items[^1].Number;
        }
    }

    public string Name(PersonId person) => answering.Name(person);

    public bool MayEscalate(ReviewItem item) => item.EscalatedAt is null && item.ReviewerId != campaign.Escalation && ReviewRules.WhyNot(answering.Facts(item, campaign.Escalation), item.Alone) is null;

    /// <summary>Whom the item goes to; null while it stays where it is.</summary>
    public ReviewerFacts? Moved(ReviewItem item)
    {
        var stage = campaign.Plan.Stages[item.Stage];
        var holder = stage.Named is null ? answering.Holder(stage.By, item) : null;
        var now = answering.Facts(item, item.ReviewerId);
        var fits = ReviewRules.WhyNot(now, item.Alone) is null;
        if (fits && (item.Reassigned || holder is null || holder == item.ReviewerId))
            return null;
        PersonId?[] asked = [holder, stage.Named, .. fits ? Array.Empty<PersonId?>() : [campaign.Plan.Fallback, campaign.Escalation, campaign.LeadId]];
        return ReviewRules.First(asked.OfType<PersonId>().Where(p => p != item.ReviewerId).Distinct().Select(p => answering.Facts(item, p)), item.Alone).Reviewer;
    }
}
