using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Policy;

/// <summary>One step of an approval: so many distinct people holding the role. Equal order means side by side.</summary>
public sealed record PolicyStage(int Order, OwnerRole Role, int Quorum);

/// <summary>What a policy rule is matched on.</summary>
public sealed record PolicySubject(
    IntegrationKind Kind, ActionClass Class, RiskLevel Risk, Criticality Criticality, DeploymentEnvironment Environment, string Tenant);

/// <summary>One line of the policy: an empty list matches anything; the first matching rule decides.</summary>
public sealed record ApprovalRule
{
    public required string Name { get; init; }
    public IReadOnlyList<IntegrationKind> Kinds { get; init; } = [];
    public IReadOnlyList<ActionClass> Classes { get; init; } = [];
    public IReadOnlyList<RiskLevel> Risks { get; init; } = [];
    public IReadOnlyList<Criticality> Criticalities { get; init; } = [];
    public IReadOnlyList<DeploymentEnvironment> Environments { get; init; } = [];
    public IReadOnlyList<string> Tenants { get; init; } = [];
    public required IReadOnlyList<PolicyStage> Stages { get; init; }
    public required int LongestGrantMinutes { get; init; }
    public required int RequestLifetimeMinutes { get; init; }
    public int? UseLimit { get; init; }
    public bool RequiresJustification { get; init; } = true;
    public bool RequiresTicket { get; init; }

    /// <summary>People who changed the integration within this many days may not approve for it.</summary>
    public int ControllerDays { get; init; } = 30;

    public bool Matches(PolicySubject subject) =>
        Has(Kinds, subject.Kind) && Has(Classes, subject.Class) && Has(Risks, subject.Risk) && Has(Criticalities, subject.Criticality)
        && Has(Environments, subject.Environment) && Has(Tenants, subject.Tenant);

    private static bool Has<T>(IReadOnlyList<T> list, T value) => list.Count == 0 || list.Contains(value);
}

/// <summary>An ordered list of rules. What no rule matches is refused; what must never be configured cannot be built.</summary>
public sealed class ApprovalPolicy
{
    /// <summary>No grant outlives this, whatever a rule says.</summary>
    public const int LongestGrantMinutes = 24 * 60;

    private ApprovalPolicy(IReadOnlyList<ApprovalRule> rules) => Rules = rules;

    public IReadOnlyList<ApprovalRule> Rules { get; }

    public ApprovalRule? Match(PolicySubject subject) => Rules.FirstOrDefault(rule => rule.Matches(subject));

    /// <summary>Refuses zero approvers, endless grants and endless requests: at saving and again whenever a policy is used.</summary>
    public static Result<ApprovalPolicy> Create(IReadOnlyList<ApprovalRule> rules)
    {
        foreach (var rule in rules)
        {
            if (rule.Stages.Count == 0 || rule.Stages.Any(stage => stage.Quorum < 1))
                return new Refusal("zero_approvers", $"Rule \"{rule.Name}\" would let something through without a person: every stage needs at least one approver.");
            if (rule.Stages.All(stage => stage.Role != OwnerRole.SystemOwner))
                return new Refusal("no_system_owner", $"Rule \"{rule.Name}\" does not ask the owner of the system touched.");
            if (rule.LongestGrantMinutes is < 1 or > LongestGrantMinutes)
                return new Refusal("grant_length", $"Rule \"{rule.Name}\": a grant lasts from 1 to {LongestGrantMinutes} minutes.");
            if (rule.RequestLifetimeMinutes is < 1 or > 30 * 24 * 60)
                return new Refusal("request_lifetime", $"Rule \"{rule.Name}\": a request waits from 1 minute to 30 days.");
            if (rule.UseLimit is < 1)
                return new Refusal("use_limit", $"Rule \"{rule.Name}\": a use limit is at least 1.");
            if (rule.ControllerDays < 1)
                return new Refusal("controller_days", $"Rule \"{rule.Name}\": separation of duties looks back at least one day.");
        }

        return new ApprovalPolicy(rules);
    }
}
