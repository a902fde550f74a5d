using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Requests;

/// <summary>One person who controls the integration behind a request, and the fact that makes them so.</summary>
public sealed record ControllingPerson(PersonId Person, string Fact);

/// <summary>A role lent to a stand-in, with everything that is true of its lender: what bars them bars whoever stands in.</summary>
public sealed record LentRole(OwnerRole Role, ApproverFacts Lender, string LenderName);

/// <summary>The stage somebody would fill, and whose role it is where it is not their own.</summary>
public sealed record Turn(RequestStage Stage, LentRole? Lent);

/// <summary>What is true of a would-be approver and of the people behind the request, at this moment.</summary>
public sealed record ApproverFacts
{
    public required PersonId Person { get; init; }
    public required bool Active { get; init; }
    public required bool InTenant { get; init; }

    /// <summary>The person's own accounts and addresses, to see whether an action would benefit them.</summary>
    public IReadOnlySet<string> Accounts { get; init; } = new HashSet<string>();

    /// <summary>Roles this person holds now for the request's integration or target.</summary>
    public required IReadOnlySet<OwnerRole> RolesHeld { get; init; }

    /// <summary>Roles lent to this person now, for this request.</summary>
    public IReadOnlyList<LentRole> Lent { get; init; } = [];

    /// <summary>Everyone who changed the integration, its paths, identities, credentials or policy lately.</summary>
    public IReadOnlyList<ControllingPerson> Controllers { get; init; } = [];

    /// <summary>People who named this person their deputy in a live ownership, or lend them a role now.</summary>
    public IReadOnlySet<PersonId> DeputyOf { get; init; } = new HashSet<PersonId>();
}
