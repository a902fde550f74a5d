using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Policy;

/// <summary>An ordered list of rules. What no rule matches is refused; what must never be configured cannot be built.</summary>
public sealed class ApprovalPolicy
{
    /// <summary>No grant outlives this, whatever a rule says.</summary>
    public const int LongestGrantMinutes = 24 * 60;

    /// <summary>No standing pre-approval lasts longer, whatever a rule says.</summary>
    public const int LongestStandingDays = 90;

    public const int LongestRequestMinutes = 30 * 24 * 60, MostUses = 100_000, MostControllerDays = 365;
    public const int MostRules = 100, MostStages = 8, MostPeople = 10, MostTenants = 50;

    private ApprovalPolicy(IReadOnlyList<ApprovalRule> rules) => Rules = rules;

    public IReadOnlyList<ApprovalRule> Rules { get; }

    public ApprovalRule? Match(PolicySubject subject) => Rules.FirstOrDefault(rule => rule.Matches(subject));

    /// <summary>Refuses zero approvers, endless grants and endless requests: at saving and again whenever a policy is used.</summary>
    public static Result<ApprovalPolicy> Create(IReadOnlyList<ApprovalRule> rules)
    {
        if (rules.Count > MostRules)
            return new Refusal("too_many_rules", $"A policy has at most {MostRules} rules.");
        if (rules.SelectMany(rule => rule.Tenants).Distinct(StringComparer.Ordinal).Count() > MostTenants)
            return new Refusal("too_many_tenants", $"A policy names at most {MostTenants} tenants; a rule that names none holds for all of them.");
        if (rules.GroupBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            return new Refusal("rule_name", $"Two rules are called \"{twice.Key}\". Give each a name of its own: requests are shown with it.");
        return rules.Select(Fault).FirstOrDefault(fault => fault is not null) is { } refused ? refused : new ApprovalPolicy(rules);
    }

    private static Refusal? Fault(ApprovalRule rule)
    {
        if (rule.Name.Length is 0 or > Text.Name)
            return new Refusal("rule_name", $"A rule has a name of 1 to {Text.Name} characters.");
        if (rule.Stages.Count == 0 || rule.Stages.Any(stage => stage.Quorum < 1))
            return new Refusal("zero_approvers", $"Rule \"{rule.Name}\" would let something through without a person: every stage needs at least one approver.");
        if (rule.Stages.Count > MostStages || rule.Stages.Any(stage => stage.Quorum > MostPeople))
            return new Refusal("too_many_approvers", $"Rule \"{rule.Name}\": at most {MostStages} stages, each of {MostPeople} people at most.");
        if (rule.Stages.All(stage => stage.Role != OwnerRole.SystemOwner))
            return new Refusal("no_system_owner", $"Rule \"{rule.Name}\" does not ask the owner of the system touched.");
        if (rule.LongestGrantMinutes is < 1 or > LongestGrantMinutes)
            return new Refusal("grant_length", $"Rule \"{rule.Name}\": a grant lasts from 1 to {LongestGrantMinutes} minutes.");
        if (rule.RequestLifetimeMinutes is < 1 or > LongestRequestMinutes)
            return new Refusal("request_lifetime", $"Rule \"{rule.Name}\": a request waits from 1 minute to 30 days.");
        if (rule.UseLimit is < 1 or > MostUses)
            return new Refusal("use_limit", $"Rule \"{rule.Name}\": a use limit is 1 to {MostUses}.");
        if (rule.ControllerDays is < 1 or > MostControllerDays)
            return new Refusal("controller_days", $"Rule \"{rule.Name}\": separation of duties looks back at least one day and at most {MostControllerDays}.");
        // Only uses that are limited are counted, and one nobody counts could not be known to be the first.
        if (rule.FirstUseMinutes is not null && rule.UseLimit is null)
            return new Refusal("first_use", $"Rule \"{rule.Name}\": a grant that must be used soon needs a use limit, or its uses are not counted.");
        if (rule.FirstUseMinutes is { } soon && (soon < 1 || soon > rule.LongestGrantMinutes))
            return new Refusal("first_use", $"Rule \"{rule.Name}\": the first use comes 1 minute after approval at the earliest and before the longest grant ends.");
        if (rule.TicketPattern is { } pattern && TicketPattern.Create(pattern).Refusal is { } unreadable)
            return unreadable with { Sentence = $"Rule \"{rule.Name}\": {unreadable.Sentence}" };
        if (rule.EscalateAfterMinutes is { } after && (after < 1 || after >= rule.RequestLifetimeMinutes))
            return new Refusal("escalation", $"Rule \"{rule.Name}\": a stage is escalated after 1 minute at the earliest and before the request runs out.");
        if (rule.EscalationHours is not null && rule.EscalateAfterMinutes is null)
            return new Refusal("escalation", $"Rule \"{rule.Name}\": hours that count towards an escalation need a time after which it comes.");
        if (rule.AccessRulesMayAllow && (rule.Classes.Count == 0 || rule.Risks.Count == 0 || rule.Classes.Any(kind => rule.Risks.Any(risk => !AccessRule.MayAllow(kind, risk)))))
            return new Refusal("rules_allow_administrative", $"Rule \"{rule.Name}\": access rules may allow only what is neither administrative nor a secret nor of high risk. Have it fit other privileged actions of low or medium risk only.");
        if (rule.AlwaysBrokered && rule.AccessRulesMayAllow)
            return new Refusal("rules_allow_brokered", $"Rule \"{rule.Name}\": what the portal always carries out itself is never let through by access rules. Tick one of the two.");
        if (rule.StandingDays is < 1 or > LongestStandingDays)
            return new Refusal("standing_days", $"Rule \"{rule.Name}\": a standing pre-approval lasts from 1 to {LongestStandingDays} days.");
        if (rule.StandingDays is not null && (rule.Risks.Count == 0 || rule.Risks.Contains(RiskLevel.Critical)))
            return new Refusal("standing_critical", $"Rule \"{rule.Name}\": what is critical is approved each time. Have a rule that allows standing pre-approvals fit low, medium or high risk only.");
        return (rule.Window?.Fault("change window") ?? rule.EscalationHours?.Fault("time that counts")) is { } fault ? new Refusal("change_window", $"Rule \"{rule.Name}\": {fault}.") : null;
    }
}
