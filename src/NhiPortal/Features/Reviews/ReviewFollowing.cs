using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Who should be asked now about waiting items, as roles and accounts change hands.</summary>
internal sealed class ReviewFollowing
{
    private readonly ReviewCampaign campaign;
    private readonly ReviewGround ground;
    private readonly Answering answering;

    private ReviewFollowing(ReviewCampaign campaign, ReviewGround ground, Answering answering) => (this.campaign, this.ground, this.answering) = (campaign, ground, answering);

    public static async Task<ReviewFollowing> ReadAsync(PortalDb db, ReviewCampaign campaign, IReadOnlyList<ReviewItem> items, DateTimeOffset now, CancellationToken cancellation) =>
        new(campaign, await db.GroundAsync(campaign, items, [campaign.LeadId], now, cancellation), await Answering.ReadAsync(db, campaign, items, campaign.Escalation, [campaign.LeadId], now, cancellation));

    public string Name(PersonId person) => ground.Name(person);

    public bool MayEscalate(ReviewItem item) => item.ReviewerId != campaign.Escalation && ReviewRules.WhyNot(answering.Facts(item, campaign.Escalation), item.Alone) is null;

    /// <summary>Whom the item goes to; null while it stays where it is.</summary>
    public ReviewerFacts? Moved(ReviewItem item)
    {
        var stage = campaign.Plan.Stages[item.Stage];
        var holder = stage.Named is null ? ground.Holder(stage.By, answering.Thing(item)) : null;
        var now = answering.Facts(item, item.ReviewerId);
        var fits = ReviewRules.WhyNot(now, item.Alone) is null;
        if (fits && (item.Reassigned || holder is null || holder == item.ReviewerId))
            return null;
        PersonId?[] asked = [holder, stage.Named, .. fits ? Array.Empty<PersonId?>() : [campaign.Plan.Fallback, campaign.Escalation, campaign.LeadId]];
        return ReviewRules.First(asked.OfType<PersonId>().Where(p => p != item.ReviewerId).Distinct().Select(p => answering.Facts(item, p)), item.Alone).Reviewer;
    }
}
