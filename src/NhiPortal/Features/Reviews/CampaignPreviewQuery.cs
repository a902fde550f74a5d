using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>How much one reviewer would get.</summary>
public sealed record PreviewShare(string Name, int Items, bool ByFallback, bool Unreachable);

/// <summary>What a campaign would ask if it started now.</summary>
public sealed record CampaignPreview(CampaignCount Count, int Keys, int ByFallback, string Fallback, IReadOnlyList<PreviewShare> Shares)
{
    /// <summary>The whole of it in a sentence.</summary>
    public string Sentence
    {
        get
        {
            var unreachable = Shares.Count(share => share.Unreachable);
            List<string> parts = [$"{ReviewWording.Count(Count.Items, "item")}{(Keys > 0 ? $" ({ReviewWording.Count(Keys, "key")} among them)" : "")}, {ReviewWording.Count(Count.Reviewers, "reviewer")}"];
            if (ByFallback > 0)
                parts.Add($"{ByFallback:N0} without an eligible reviewer → {Fallback}");
            if (Count.WithoutReviewer > 0)
                parts.Add($"{Count.WithoutReviewer:N0} that nobody may decide on");
            if (unreachable > 0)
                parts.Add($"{ReviewWording.Count(unreachable, "reviewer")} without working mail");
            if (Count.Stale.Count > 0)
                parts.Add($"{ReviewWording.Count(Count.Stale.Count, "stale source")}");
            return string.Join(", ", parts) + ".";
        }
    }

    public bool CanStart => Count is { WithoutReviewer: 0, Items: > 0 };
}

/// <summary>Works out what a campaign would ask, by the very rules that start it.</summary>
public sealed class CampaignPreviewQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<Result<CampaignPreview>> RunAsync(Actor actor, TenantId tenant, CampaignPlan plan, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.RunReviews) is { } refused)
            return refused;
        if (!actor.SeesTenant(tenant))
            return ReviewSteps.NotFound;
        var right = plan.Checked();
        if (!right.Succeeded)
            return right.Refusal;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var start = await CampaignStart.ReadAsync(db, tenant, right.Value, false, time.GetUtcNow(), cancellation);
        return new CampaignPreview(
            start.Count, start.Items.Count(i => i.Found.Subject.Kind == ReviewItemKind.Credential), start.ByFallback, start.Ground.Name(plan.Fallback),
            [.. start.Items.Where(i => i.Asked.Reviewer is not null).GroupBy(i => i.Asked.Reviewer!.Value).OrderByDescending(g => g.Count()).ThenBy(g => start.Ground.Name(g.Key), StringComparer.Ordinal)
                .Select(g => new PreviewShare(start.Ground.Name(g.Key), g.Count(), g.All(i => i.Asked.ByFallback), start.Ground[g.Key] is null or { UnreachableSince: not null } or { Mail: "" }))]);
    }
}
