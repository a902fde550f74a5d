using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>What a campaign would ask and of whom, worked out over everything in scope: the preview and the start share it.</summary>
internal sealed record CampaignStart(IReadOnlyList<(Found Found, ReviewAssignment Asked)> Items, ReviewGround Ground, ReviewReading Reading)
{
    public CampaignCount Count => new(
        Items.Count, Items.Select(i => i.Asked.Reviewer).OfType<PersonId>().Distinct().Count(), Items.Count(i => i.Asked.Reviewer is null),
        Items.Select(i => i.Asked.Reviewer is null ? $"{i.Found.Subject.Key}: {i.Asked.Why!.Sentence}" : null).FirstOrDefault(words => words is not null),
        [.. Items.Select(i => i.Found.Subject.Target).OfType<TargetId>().Distinct().Select(t => Reading.Stale.GetValueOrDefault(t)).OfType<string>().Order(StringComparer.Ordinal).Take(20)]);

    public int ByFallback => Items.Count(i => i.Asked is { ByFallback: true, Reviewer: not null });

    /// <param name="db">The database.</param>
    /// <param name="tenant">Whose access is reviewed.</param>
    /// <param name="plan">What is asked, and of whom.</param>
    /// <param name="facts">With what reviewers will see beside each item, which only a start needs.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<CampaignStart> ReadAsync(PortalDb db, TenantId tenant, CampaignPlan plan, bool facts, DateTimeOffset now, CancellationToken cancellation)
    {
        var found = await db.PopulationAsync(tenant, plan.Scope, now, cancellation);
        IReadOnlyList<PersonId> also = [plan.Fallback, .. found.Select(f => f.Credential?.BackupOwnerId).OfType<PersonId>(), .. plan.Stages.Select(s => s.Named).OfType<PersonId>()];
        var (integrations, targets) = (found.Select(f => f.Subject.Integration).Distinct().ToList(), found.Select(f => f.Subject.Target).OfType<TargetId>().Distinct().ToList());
        var ground = await ReviewGround.ReadAsync(db, tenant, integrations, targets, [.. also.Distinct()], now, cancellation);
        var reading = await ReviewReading.ReadAsync(db, tenant, facts ? integrations : [], now, cancellation);
        return new([.. found.Select(f => (f, ground.AssignAll(plan, f.Thing)))], ground, reading);
    }

    /// <summary>The items, numbered; call it only when everything has a reviewer.</summary>
    public IEnumerable<ReviewItem> Make(ReviewCampaign campaign, DateTimeOffset now) => Items.Select((item, at) => ReviewItem.Of(
        campaign.Id, at + 1, item.Found.Subject, Reading.Facts(item.Found, Ground, now), item.Asked.Reviewer!.Value, item.Asked.ByFallback, campaign.Plan.Stages.Count));
}
