using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
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

    /// <summary>A grant not used within this long of its approval ends.</summary>
    public int? FirstUseMinutes { get; init; }

    public bool RequiresJustification { get; init; } = true;
    public bool RequiresTicket { get; init; }

    /// <summary>What a ticket must look like, as <see cref="Policy.TicketPattern"/>; also of one that nobody required.</summary>
    public string? TicketPattern { get; init; }

    /// <summary>Outside it nothing is asked, approved or carried out; null is always.</summary>
    public ChangeWindow? Window { get; init; }

    /// <summary>A stage that waited this long is made known to others, and again after as long; null tells nobody.</summary>
    public int? EscalateAfterMinutes { get; init; }

    /// <summary>The only hours that count towards it; null counts every hour.</summary>
    public ChangeWindow? EscalationHours { get; init; }

    /// <summary>Whether break-glass may stand in for these approvals.</summary>
    public bool EmergencyAllowed { get; init; }

    /// <summary>Whether the tenant's access rules may allow what this rule fits, without anybody approving it each time.</summary>
    public bool AccessRulesMayAllow { get; init; }

    /// <summary>Whether the portal itself carries out what this rule fits, whoever asks; what it cannot do is refused.</summary>
    public bool AlwaysBrokered { get; init; }
    /// <summary>For so many days at the most a standing pre-approval may answer in place of people each time; null is never.</summary>
    public int? StandingDays { get; init; }

    /// <summary>People who changed the integration within this many days may not approve for it.</summary>
    public int ControllerDays { get; init; } = 30;

    public bool Matches(PolicySubject subject) =>
        Has(Kinds, subject.Kind) && Has(Classes, subject.Class) && Has(Risks, subject.Risk) && Has(Criticalities, subject.Criticality)
        && Has(Environments, subject.Environment) && Has(Tenants, subject.Tenant);

    /// <summary>Why this ticket, or its absence, will not do; null when it will.</summary>
    public Refusal? WhyNotTicket(string? ticket)
    {
        if (ticket is null)
            return RequiresTicket ? new Refusal("ticket_missing", "The policy asks for a ticket number.") : null;
        return TicketPattern is null || (Policy.TicketPattern.Create(TicketPattern) is { Succeeded: true } pattern && pattern.Value.Matches(ticket))
            ? null
            : new Refusal("ticket_pattern", $"The ticket does not look like one the policy accepts ({TicketPattern}).");
    }

    /// <summary>Why no standing pre-approval on these terms may answer; null when one may. Asked when it is asked for, and again at each use.</summary>
    public Refusal? WhyNotStanding(StandingTerms terms, RiskLevel risk, DateTimeOffset from) =>
        StandingDays is not { } days ? new("standing_not_allowed", "The approval policy allows no standing pre-approval for this.")
        : risk >= RiskLevel.Critical ? new("standing_critical", "What is critical is approved each time; there is no standing pre-approval for it.")
        : terms.Until > from.AddDays(days) ? new("standing_too_long", $"The approval policy allows a standing pre-approval for {days} days at the most.") : null;

    private static bool Has<T>(IReadOnlyList<T> list, T value) => list.Count == 0 || list.Contains(value);
}
