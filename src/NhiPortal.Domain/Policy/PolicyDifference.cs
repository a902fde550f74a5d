using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Policy;

/// <summary>What changes for some subjects alike: the rule that decided them, the rule that will, and how the two differ.</summary>
public sealed record PolicyShift(ApprovalRule? Before, ApprovalRule? After, IReadOnlyList<RuleChange> Changes, IReadOnlyList<PolicySubject> Subjects)
{
    public bool IsWeaker => Changes.Any(change => change.Strength == Strength.Weaker);
}

/// <summary>
/// How two policies differ for everything that could ever be asked. Every combination of what rules are matched on is tried,
/// so the answer is exact whatever the rules and their order are.
/// </summary>
public sealed record PolicyDifference(IReadOnlyList<PolicyShift> Shifts, IReadOnlyList<string> Tenants)
{
    /// <summary>Stands for every tenant that neither policy names; no tenant is called so.</summary>
    public const string AnyOtherTenant = "";

    public bool IsWeaker => Shifts.Any(shift => shift.IsWeaker);

    public static PolicyDifference Between(IReadOnlyList<ApprovalRule> before, IReadOnlyList<ApprovalRule> after)
    {
        var shifts = Subjects([.. before, .. after])
            .GroupBy(subject => (Before: First(before, subject), After: First(after, subject)))
            .Select(pair => new PolicyShift(At(before, pair.Key.Before), At(after, pair.Key.After), RuleStrength.Compare(At(before, pair.Key.Before), At(after, pair.Key.After)), [.. pair]))
            .Where(shift => shift.Changes.Count > 0);
        return new PolicyDifference([.. shifts], Named([.. before, .. after]));
    }

    /// <summary>Everything that the rules given could tell apart.</summary>
    public static IEnumerable<PolicySubject> Subjects(IReadOnlyList<ApprovalRule> rules) =>
        from tenant in Named(rules)
        from kind in Enum.GetValues<IntegrationKind>()
        from @class in Enum.GetValues<ActionClass>()
        from risk in Enum.GetValues<RiskLevel>()
        from criticality in Enum.GetValues<Criticality>()
        from environment in Enum.GetValues<DeploymentEnvironment>()
        select new PolicySubject(kind, @class, risk, criticality, environment, tenant);

    private static IReadOnlyList<string> Named(IReadOnlyList<ApprovalRule> rules) =>
        [.. rules.SelectMany(rule => rule.Tenants).Append(AnyOtherTenant).Distinct(StringComparer.Ordinal)];

    private static int First(IReadOnlyList<ApprovalRule> rules, PolicySubject subject)
    {
        for (var at = 0; at < rules.Count; at++)
            if (rules[at].Matches(subject))
                return at;
        return -1;
    }

    private static ApprovalRule? At(IReadOnlyList<ApprovalRule> rules, int at) => at < 0 ? null : rules[at];
}
