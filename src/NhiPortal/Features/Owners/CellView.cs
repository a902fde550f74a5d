using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>One person's ownership as a screen shows it, with its state at the moment it was read.</summary>
public sealed record OwnerView
{
    public required OwnershipId Id { get; init; }
    public required PersonId Person { get; init; }
    public required string Name { get; init; }
    public required string Mail { get; init; }
    public required PersonStatus Status { get; init; }
    public required bool External { get; init; }
    public required string? Deputy { get; init; }
    public required PersonId? DeputyId { get; init; }
    public required string? DeputyMail { get; init; }

    /// <summary>Had a deputy who stopped working here.</summary>
    public required bool DeputyGone { get; init; }
    public required OwnershipState State { get; init; }
    public required DateTimeOffset NominatedAt { get; init; }
    public required DateTimeOffset? AcceptedAt { get; init; }
    public required DateTimeOffset? AttestedAt { get; init; }
    public required DateTimeOffset? Due { get; init; }
    public required DateTimeOffset? HoldsUntil { get; init; }

    /// <summary>Whether it counts: nominations and lapsed ownerships do not.</summary>
    public required bool Holds { get; init; }

    public static OwnerView Of(Ownership ownership, Person person, string? deputy, DateTimeOffset now, string? deputyMail = null) => new()
    {
        Id = ownership.Id,
        Person = person.Id,
        Name = person.Name,
        Mail = person.Mail,
        Status = person.Status,
        External = person.External,
        Deputy = deputy,
        DeputyId = ownership.DeputyId,
        DeputyMail = deputyMail,
        DeputyGone = deputy is null && ownership.DeputyGoneAt is not null,
        State = ownership.State(now, person.Active),
        NominatedAt = ownership.NominatedAt,
        AcceptedAt = ownership.AcceptedAt,
        AttestedAt = ownership.AttestedAt,
        Due = ownership.AttestationDue,
        HoldsUntil = ownership.HoldsUntil,
        Holds = ownership.HoldsAt(now, person.Active),
    };
}

/// <summary>One cell of the matrix: who holds a role for a thing, who is asked to, and the gap when nobody answers.</summary>
public sealed record CellView
{
    public required OwnerCell Cell { get; init; }

    /// <summary>The key of the integration or target.</summary>
    public required string Thing { get; init; }

    public OwnerView? Holder { get; init; }
    public OwnerView? Nominee { get; init; }
    public OwnershipGap? Gap { get; init; }

    /// <summary>The holder as a decision judges them.</summary>
    internal OwnerFact? Fact { get; init; }

    /// <summary>Without one, what depends on it is denied; security operations is told, and closes nothing.</summary>
    public bool Required => Cell.Role != OwnerRole.SecurityOperations;

    /// <summary>The cell as whoever looks at it sees it.</summary>
    public SeenCell Seen => new(Cell, new CellSeen(Holder?.Id, Nominee?.Id, (Holder ?? Nominee)?.DeputyId));

    /// <summary>The cell's name in an address: <c>business_owner:hr-sync</c>.</summary>
    public string Address => CellAddress.Of(Cell.Role, Thing);
}

/// <summary>Names a cell of the matrix in an address and finds it again.</summary>
public static class CellAddress
{
    public static string Of(OwnerRole role, string thing) => $"{role.Token()}:{thing}";

    public static (OwnerRole Role, string Thing)? Read(string? address)
    {
        var parts = address?.Split(':', 2);
        if (parts is not [var token, { Length: > 0 } thing])
            return null;
        var role = Enum.GetValues<OwnerRole>().Where(known => known.Token() == token).Select(known => (OwnerRole?)known).FirstOrDefault();
        return role is null ? null : (role.Value, thing);
    }
}
