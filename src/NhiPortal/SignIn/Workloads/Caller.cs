using System.Collections.Frozen;
using NhiPortal.Domain;

namespace NhiPortal.SignIn.Workloads;

/// <summary>Who calls the workload API, as a token proved it: a workload, an enforcement point
/// and the targets it guards, or a pipeline and the tenant it registers in.</summary>
public sealed record Caller
{
    public required ActorKind Kind { get; init; }

    /// <summary>The workload identity or the enforcement point.</summary>
    public required Guid Id { get; init; }

    /// <summary>Key of the integration or of the enforcement point.</summary>
    public required string Name { get; init; }

    public required string Issuer { get; init; }
    public required string Subject { get; init; }

    /// <summary>A workload's integration.</summary>
    public IntegrationId? Integration { get; init; }

    /// <summary>The tenant a pipeline registers in.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>Keys of the targets an enforcement point may ask about.</summary>
    public FrozenSet<string> Guards { get; init; } = [];

    /// <summary>The state of trust the token was judged by, as a position in the change feed.</summary>
    public required long TrustVersion { get; init; }

    public bool IsWorkload => Kind == ActorKind.Workload;

    public bool IsPipeline => Kind == ActorKind.Pipeline;

    public Actor ToActor(string? address, string? trace) => new()
    {
        Kind = Kind,
        Id = Id,
        Name = Name,
        Tenants = Tenant is { } tenant ? new HashSet<TenantId> { tenant } : new HashSet<TenantId>(),
        ClientAddress = address,
        TraceId = trace,
    };
}
