using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Integrations;

namespace NhiPortal.Features.Reviews;

/// <summary>Says what a plan asks as a person would.</summary>
internal static class CampaignWords
{
    public static IEnumerable<PersonId> PeopleOf(ReviewCampaign campaign) =>
        new[] { campaign.LeadId, campaign.Plan.Fallback, campaign.Escalation }.Concat(campaign.Plan.Stages.Select(s => s.Named).OfType<PersonId>())
            .Concat(campaign.Plan.Scope.OwnedBy is { } owner ? [owner] : []).Concat(campaign.ExtendedById is { } by ? [by] : []);

    public static CampaignSentence Of(CampaignPlan plan, IReadOnlyDictionary<PersonId, string> names, string? vendor, string? target)
    {
        var scope = plan.Scope;
        List<string> parts = [scope.CreatesAdministrators ? "what can create administrators" : "all privilege"];
        if (scope.RiskFrom is { } risk) parts.Add($"of {risk.ToString().ToLowerInvariant()} risk or more");
        if (scope.Environment is { } environment) parts.Add($"of integrations in {environment.ToString().ToLowerInvariant()}");
        if (scope.Kind is { } kind) parts.Add($"of the kind {kind.Title().ToLowerInvariant()}");
        if (vendor is not null) parts.Add($"operated by {vendor}");
        if (target is not null) parts.Add($"on {target}");
        if (scope.OwnedBy is { } owner) parts.Add($"that {names.GetValueOrDefault(owner) ?? "somebody"} answers for");
        if (scope.UnattestedDays is { } days) parts.Add($"not confirmed for {days} days");
        if (scope.Keys) parts.Add("and each key behind it");
        var stages = plan.Stages.Select(s => s.Named is { } named ? names.GetValueOrDefault(named) ?? "somebody" : $"the {s.By.Title().ToLowerInvariant().Replace("iam", "IAM", StringComparison.Ordinal)}");
        return new(
            string.Join(" ", parts).Capital(), string.Join(", then ", stages),
            plan.Undecided == UndecidedOutcome.Revoke ? "What nobody decides is revoked, after an announcement" : "What nobody decides stays, and counts as not reviewed");
    }

    private static string Capital(this string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
