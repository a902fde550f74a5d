using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.AccessRules;

/// <summary>One rule that came, went, or answers otherwise than before for exactly the same calls.</summary>
public sealed record AccessRuleChange(AccessRule? Before, AccessRule? After, Strength Strength);

/// <summary>
/// How two sets of rules differ. Because the strictest rule decides whatever the order, comparing rule by rule errs to one side
/// only: what is called no weaker never answers anything looser. A condition that was rewritten counts as one gone and one come.
/// </summary>
public sealed record AccessRuleDifference(IReadOnlyList<AccessRuleChange> Changes)
{
    public bool IsWeaker => Changes.Any(change => change.Strength == Strength.Weaker);

    /// <param name="before">The rules in force; null where they cannot be read, and so let nothing through.</param>
    /// <param name="after">The rules that would follow.</param>
    public static AccessRuleDifference Between(IReadOnlyList<AccessRule>? before, IReadOnlyList<AccessRule> after)
    {
        if (before is null)
            return new AccessRuleDifference([new AccessRuleChange(null, null, Strength.Weaker), .. after.Select(rule => new AccessRuleChange(null, rule, Strength.Weaker))]);
        var gone = before.ToLookup(rule => RulePack.Text(rule.When));
        var come = after.ToLookup(rule => RulePack.Text(rule.When));
        return new AccessRuleDifference([.. gone.Select(each => each.Key).Union(come.Select(each => each.Key)).SelectMany(when => Same([.. gone[when]], [.. come[when]]))]);
    }

    private static IEnumerable<AccessRuleChange> Same(List<AccessRule> before, List<AccessRule> after)
    {
        // Rules that hold for the same calls answer as the strictest of them.
        var (was, now) = (before.MaxBy(rule => rule.Answer), after.MaxBy(rule => rule.Answer));
        if (was?.Answer != now?.Answer)
            yield return new AccessRuleChange(was, now, Compare(was?.Answer, now?.Answer));
        else if (was!.Name != now!.Name)
            yield return new AccessRuleChange(was, now, Strength.Same);
    }

    /// <summary>No rule stands between: it neither lets through nor stops.</summary>
    private static Strength Compare(RuleAnswer? was, RuleAnswer? now)
    {
        static int Rank(RuleAnswer? answer) => answer switch { RuleAnswer.Allow => 0, null => 1, RuleAnswer.NeedsApproval => 2, _ => 3 };
        return Rank(now) < Rank(was) ? Strength.Weaker : Strength.Stricter;
    }
}
