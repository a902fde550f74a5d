namespace NhiPortal.Domain;

/// <summary>What a signed-in person's directory role allows; owners need none, their ownerships are their rights.</summary>
public enum Role
{
    Administrator,
    IamStaff,
    SecurityOperations,
    Auditor,
}

/// <summary>Who acts: only a person can decide; a workload can ask; a rule carries out what policy says; a
/// pipeline can register drafts.</summary>
public enum ActorKind
{
    Person,
    Workload,
    EnforcementPoint,
    Rule,
    Anonymous,
    Pipeline,
}

/// <summary>The one acting, as proved at sign-in: every use case takes one and every audit event names one.</summary>
public sealed record Actor
{
    public required ActorKind Kind { get; init; }

    /// <summary>The person, workload identity or enforcement point; empty for a rule.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public IReadOnlySet<Role> Roles { get; init; } = new HashSet<Role>();

    /// <summary>Tenants this actor may see by role; null means every tenant.</summary>
    public IReadOnlySet<TenantId>? Tenants { get; init; } = new HashSet<TenantId>();

    /// <summary>When a person last proved who they are, as far as sign-in can say; a session alone proves nothing new.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    public string? ClientAddress { get; init; }

    public string? TraceId { get; init; }

    public PersonId? Person => Kind == ActorKind.Person ? new PersonId(Id) : null;

    public bool Has(Role role) => Roles.Contains(role);

    public bool HasAny(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (Roles.Contains(role))
                return true;
        return false;
    }

    public bool SeesTenant(TenantId tenant) => Tenants is null || Tenants.Contains(tenant);

    public static Actor Rule(string name) => new() { Kind = ActorKind.Rule, Id = Guid.Empty, Name = name, Tenants = null };
}
