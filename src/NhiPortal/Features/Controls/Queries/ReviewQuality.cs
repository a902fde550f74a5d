using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether access reviews are more than clicks, by people who do not review themselves.</summary>
public sealed class ReviewQuality : IEvidenceQuery
{
    public string Name => "review-quality";

    public string Measures => "Answers in access reviews whose decisions ended in the last 90 days. One fails when whoever gave it holds or owns what they reviewed, or stands in for somebody who does, and nobody independent looked at it too; or when its review was rushed: too quick, too many alike on end, or mostly in bulk.";

    public string Fix => "Hold the review again, with reviewers who do not own what they review and time to look.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var since = scope.Since;
        var judged = scope.Rows<ReviewCampaign>().Where(c => c.Quality != null && c.ClosingAt >= since);
        var answers = db.ReviewDecisions.Where(d => d.SubmittedAt != null && d.Answer != ReviewAnswer.NotMine && d.Answer != ReviewAnswer.CannotJudge && judged.Any(c => c.Id == d.CampaignId));
        return Evidence.Of(answers, answers.Where(d => judged.Any(c => c.Id == d.CampaignId && c.Rushed)
                || ((d.Tie == ReviewTie.Subject || d.Tie == ReviewTie.IntegrationOwner || d.Tie == ReviewTie.OwnersDeputy)
                    && db.ReviewItems.Any(i => i.CampaignId == d.CampaignId && i.Number == d.ItemNumber && !i.SeenIndependently)))
            .Select(d => new FailingObject
            {
                Kind = FailingKind.Review,
                Id = d.CampaignId.Value,
                Key = d.ItemNumber + "." + d.Number,
                Name = db.ReviewCampaigns.Where(c => c.Id == d.CampaignId).Select(c => c.Name).First(),
                Detail = db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).First() + (d.Tie == ReviewTie.SystemOwner || d.Tie == ReviewTie.None ? ": the review was rushed" : ": reviewed what they own"),
                Since = d.SubmittedAt,
            }), "No access review was judged in the last 90 days.");
    }
}
