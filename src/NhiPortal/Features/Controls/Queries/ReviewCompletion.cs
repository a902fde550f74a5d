using NhiPortal.Data;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether access reviews are decided in time, with care, and carried out.</summary>
public sealed class ReviewCompletion : IEvidenceQuery
{
    /// <summary>So long a lead may take to see everything carried out and sign for it.</summary>
    private const int DaysToSign = 14;

    public string Name => "review-completion";

    public string Measures => "Items of access reviews whose decisions ended in the last 90 days, once the lead has signed, or has had 14 days to. One fails when nobody decided on it by the last day, when what was decided was not shown to be done within a day, or when its review is not signed off or was rushed, and so counts as no evidence.";

    public string Fix => "Carry out what was decided and have the lead sign; a rushed review is held again.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (since, now, signed, late) = (scope.Since, scope.Now, scope.Ago(DaysToSign), scope.Ago(1));
        var campaigns = scope.Rows<ReviewCampaign>().Where(c => c.StartedAt != null && (c.ClosingAt ?? c.DueAt) >= since && (c.State == CampaignState.SignedOff || (c.ClosingAt ?? c.DueAt) < signed));
        var items = scope.Rows<ReviewItem>().Where(i => i.Outcome != ReviewOutcome.Gone && campaigns.Any(c => c.Id == i.CampaignId));
        return Evidence.Of(items, items.Where(i => i.Outcome == null || i.Outcome == ReviewOutcome.UnattendedRevoked || i.Outcome == ReviewOutcome.UnattendedKept
                || campaigns.Any(c => c.Id == i.CampaignId && (c.State != CampaignState.SignedOff || c.Rushed))
                || db.CarryOuts.Any(l => l.CampaignId == i.CampaignId && l.ItemNumber == i.Number
                    && (l.DoneAt == null ? l.OrderedAt < late : DbTicks.Of(l.DoneAt.Value) - DbTicks.Of(l.OrderedAt) > EvidenceScope.TicksOfADay)))
            .Select(i => new FailingObject
            {
                Kind = FailingKind.Review,
                Id = i.CampaignId.Value,
                Key = "" + i.Number,
                Name = db.ReviewCampaigns.Where(c => c.Id == i.CampaignId).Select(c => c.Name).First(),
                Detail = db.Integrations.Where(n => n.Id == i.IntegrationId).Select(n => n.Name).First() + (i.Outcome == null || i.Outcome == ReviewOutcome.UnattendedRevoked || i.Outcome == ReviewOutcome.UnattendedKept
                    ? ": nobody decided" : ": rushed, not signed off, or not carried out in time"),
                Since = i.OutcomeAt,
            }), "No access review came to its end in the last 90 days.");
    }
}
