using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.AccessRules;

/// <summary>One line of a tenant's access rules: when its condition holds, this is the answer.</summary>
public sealed record AccessRule(string Name, RuleAnswer Answer, Condition When)
{
    /// <summary>What no person looks at again may be neither administrative nor grave; a rule that says so is refused and, should it exist, not followed.</summary>
    public static bool MayAllow(ActionClass @class, RiskLevel risk) => @class == ActionClass.OtherPrivileged && risk <= RiskLevel.Medium;

    /// <summary>The actions it is about where it says so for itself: by a name compared at the top, or among what must all hold.</summary>
    public IReadOnlyList<string> Actions => Named(When) ?? (When is AllOf all ? all.Parts.Select(Named).FirstOrDefault(names => names is not null) : null) ?? [];

    internal Refusal? Fault() => this switch
    {
        { Name.Length: 0 or > Text.Name } => new Refusal("rule_name", $"An access rule has a name of 1 to {Text.Name} characters."),
        { When.Depth: > Condition.Deepest } => new Refusal("rule_too_deep", $"Rule \"{Name}\": conditions stand at most {Condition.Deepest} deep in each other."),
        { When.Size: > Condition.MostParts } => new Refusal("rule_too_large", $"Rule \"{Name}\" has more than {Condition.MostParts} conditions."),
        _ when When.Fault() is { } fault => new Refusal("rule_condition", $"Rule \"{Name}\": {fault}."),
        { Answer: RuleAnswer.Allow, Actions.Count: 0 } => new Refusal("allow_names_no_action", $"Rule \"{Name}\" allows without saying which actions. Begin it with action.name, one or several, so that nothing else can slip through."),
        _ => null,
    };

    private static IReadOnlyList<string>? Named(Condition condition) =>
        condition is Comparing { How: Comparison.Equals or Comparison.In } named && named.Property == RuleProperty.ActionName ? [.. named.Values.Select(value => value.ToString())] : null;
}

/// <summary>What the rules say of a call: an answer and the rule that gives it, or nothing. In doubt, a stricter rule could not be told.</summary>
public sealed record RuleVerdict(RuleAnswer? Answer, AccessRule? Rule, bool InDoubt = false)
{
    /// <summary>The action property whose absence alone keeps a deny from being told; it denies for that.</summary>
    public RuleProperty? Unsaid { get; init; }
}

/// <summary>A tenant's rules. Whatever their order, the strictest that holds decides.</summary>
public sealed class AccessRuleSet
{
    public const int MostRules = 100;

    private AccessRuleSet(IReadOnlyList<AccessRule> rules) => Rules = rules;

    public IReadOnlyList<AccessRule> Rules { get; }

    /// <summary>Refuses what may not be: at saving, and again whenever a version is used.</summary>
    public static Result<AccessRuleSet> Create(IReadOnlyList<AccessRule> rules)
    {
        if (rules.Count > MostRules)
            return new Refusal("too_many_rules", $"A tenant has at most {MostRules} access rules.");
        if (rules.GroupBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return new Refusal("rule_name", $"Two rules are called \"{twice.Key}\". Give each a name of its own: decisions are recorded with it.");
        return rules.Select(rule => rule.Fault()).FirstOrDefault(fault => fault is not null) is { } refused ? refused : new AccessRuleSet(rules);
    }

    /// <summary>Names the first allow of an action that a person must always approve.</summary>
    public Refusal? WhyNeverAllowed(IReadOnlyDictionary<string, PrivilegedAction> catalogue) =>
        (from rule in Rules
         where rule.Answer == RuleAnswer.Allow
         from name in rule.Actions
         where catalogue.TryGetValue(name, out var action) && !AccessRule.MayAllow(action.Class, action.Risk)
         select new Refusal("allow_administrative", $"Rule \"{rule.Name}\" allows {name} without a person. Administrative actions, reading secrets and anything of high risk always need somebody's approval; no rule can replace it.")).FirstOrDefault();

    public RuleVerdict Judge(RuleCall call)
    {
        AccessRule? decides = null, doubt = null, unsaid = null;
        foreach (var rule in Rules)
        {
            var truth = rule.When.Of(call);
            if (truth == Truth.True && (decides is null || rule.Answer > decides.Answer))
                decides = rule;
            else if (truth == Truth.Unknown && rule.Answer > RuleAnswer.Allow)
                doubt ??= rule;
            if (truth == Truth.Unknown && rule.Answer == RuleAnswer.Deny && rule.When.Of(call, Truth.True) == Truth.True)
                unsaid ??= rule;
        }

        // Whoever leaves out what would deny it, or says it so that it cannot be read, gains nothing, not even with a grant.
        if (decides is not { Answer: RuleAnswer.Deny } && unsaid is not null)
            return new RuleVerdict(RuleAnswer.Deny, unsaid, true) { Unsaid = unsaid.When.Unsaid(call) };
        // Unknown is never fine: what might forbid it sends it to people.
        return decides is { Answer: RuleAnswer.Allow } && doubt is not null ? new RuleVerdict(RuleAnswer.NeedsApproval, doubt, true) : new RuleVerdict(decides?.Answer, decides);
    }
}
