using System.Collections.Frozen;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Access;

/// <summary>One approver as an allow records them: who, in which role, then.</summary>
public sealed record ApproverFact(PersonId Person, string Name, OwnerRole Role)
{
    /// <summary>They acted alone, in an emergency.</summary>
    public bool ByBreakGlass { get; init; }

    public string RoleToken => ByBreakGlass ? OwnerRoles.BreakGlassToken : Role.Token();
}

/// <summary>One grant as a decision sees it.</summary>
public sealed record GrantFact(
    GrantId Id, WorkloadId Workload, string Action, TargetId Target, string ResourceId, string BindingHash, DateTimeOffset From, DateTimeOffset Until,
    int? UseLimit, int Uses, GrantStatus Status, RequestId Request, IReadOnlyList<ApproverFact> Approvers)
{
    /// <summary>Not used by then, it ends.</summary>
    public DateTimeOffset? FirstUseBy { get; init; }

    /// <summary>Hash of the facts it was approved on; null where it rests on none.</summary>
    public string? Basis { get; init; }

    /// <summary>The facts are others today: nobody approved what it would allow now.</summary>
    public bool Drifted { get; init; }

    public bool LiveAt(DateTimeOffset now) => Status == GrantStatus.Active && !Drifted && now >= From && now < Until && (UseLimit is null || Uses < UseLimit) && (Uses > 0 || !(now >= FirstUseBy));
}

/// <summary>One target an integration has a path to: its owner and the actions and resources allowed there.</summary>
public sealed record TargetFact(
    TargetId Id, string Key, string Name, Criticality Criticality, DeploymentEnvironment Environment, OwnerFact? SystemOwner,
    FrozenDictionary<string, PathFact> Actions)
{
    /// <summary>The live stop of the target or its tenant.</summary>
    public StopFact? Stop { get; init; }
}

/// <summary>One action allowed on a target, and the resource patterns it is allowed for.</summary>
public sealed record PathFact(
    string Action, string Title, ActionClass Class, RiskLevel Risk, string ResourceType, IReadOnlyList<string> MeaningfulFields, IReadOnlyList<string> Patterns)
{
    /// <summary>The rule of the policy in force that decides it; null is none.</summary>
    public ApprovalRule? Rule { get; init; }

    /// <summary>When the policy in force lets it be done; null is always.</summary>
    public ChangeWindow? Window => Rule?.Window;

    /// <summary>Whether the policy in force lets an access rule allow it.</summary>
    public bool AccessRulesMayAllow => Rule?.AccessRulesMayAllow is true;

    public bool Covers(string resource)
    {
        foreach (var pattern in Patterns)
            if (PrivilegePath.Matches(pattern, resource))
                return true;
        return false;
    }
}

/// <summary>Nothing new is granted on one target, or anywhere, and why.</summary>
public sealed record Freeze(TargetId? Target, string Why);

/// <summary>An immutable picture of one integration, complete enough to decide any question about it without I/O.</summary>
public sealed record AccessFacts
{
    public required IntegrationId Id { get; init; }
    public required TenantId Tenant { get; init; }
    public required string TenantKey { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required IntegrationKind Kind { get; init; }
    public required IntegrationStatus Status { get; init; }
    public required DateTimeOffset? EndOfLife { get; init; }
    public string Purpose { get; init; } = "";
    public DeploymentEnvironment Environment { get; init; }

    /// <summary>The key of whoever operates it for the organisation.</summary>
    public string? Vendor { get; init; }

    /// <summary>The live stop of the integration, its vendor or its tenant.</summary>
    public StopFact? Stop { get; init; }

    public required OwnerFact? BusinessOwner { get; init; }
    public required OwnerFact? IamOwner { get; init; }
    public required FrozenDictionary<string, TargetFact> Targets { get; init; }

    /// <summary>Live grants, and those that ended lately so that a late call hears why.</summary>
    public required IReadOnlyList<GrantFact> Grants { get; init; }

    /// <summary>Where nothing new is granted, because nobody attends to what it depends on; no target means everywhere.</summary>
    public IReadOnlyList<Freeze> Frozen { get; init; } = [];

    /// <summary>The tenant's access rules; null where it has published none.</summary>
    public RulesInForce? Rules { get; init; }

    /// <summary>The same picture with every grant marked that was approved on other facts, so that no decision has to compare them.</summary>
    public AccessFacts MarkDrift()
    {
        var today = new Dictionary<(TargetId, string), string?>();
        bool Drifts(GrantFact grant)
        {
            if (grant.Basis is null)
                return false;
            var way = (grant.Target, grant.Action);
            if (!today.TryGetValue(way, out var hash))
                today[way] = hash = Targets.Values.FirstOrDefault(target => target.Id == grant.Target) is { } on && on.Actions.TryGetValue(grant.Action, out var path) ? this.BasisOf(on, path).Hash : null;
            return hash != grant.Basis;
        }

        return this with { Grants = [.. Grants.Select(grant => grant with { Drifted = Drifts(grant) })] };
    }
}
