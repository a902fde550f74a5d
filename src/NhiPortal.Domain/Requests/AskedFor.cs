using NhiPortal.Domain.Access;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Requests;

/// <summary>Everything known at the moment of asking; the request keeps it, so that later changes cannot reach back.</summary>
public sealed record AskedFor
{
    public required TenantId Tenant { get; init; }
    public required IntegrationId Integration { get; init; }
    public required WorkloadId Workload { get; init; }
    public required TargetId Target { get; init; }
    public required ActionCall Call { get; init; }

    /// <summary>The call's parameters as canonical JSON.</summary>
    public required string Parameters { get; init; }

    public required RiskLevel Risk { get; init; }
    public required string Justification { get; init; }
    public string? Ticket { get; init; }
    public required int Minutes { get; init; }
    public required ApprovalRule Rule { get; init; }
    public required int PolicyVersion { get; init; }

    /// <summary>The facts of this moment that the answers will rest on.</summary>
    public required Basis Basis { get; init; }

    public PersonId? RequestedBy { get; init; }
    public PersonId? StartedBy { get; init; }
    public string? Session { get; init; }
    public bool Emergency { get; init; }
    public bool Brokered { get; init; }

    /// <summary>Set where a standing pre-approval is asked for.</summary>
    public StandingTerms? Terms { get; init; }

    public string Binding => Terms?.Bind(Call.BindTo(Workload)) ?? Call.BindTo(Workload);
}
