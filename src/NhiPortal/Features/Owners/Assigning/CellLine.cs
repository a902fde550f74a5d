using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>One cell that somebody wants to fill or empty: who stands there, what would happen, or why it will not.</summary>
internal sealed record CellLine(OwnerCell Cell, OwnedThing? Thing, Assignment Wish)
{
    public Ownership? Holder { get; init; }
    public Person? HolderPerson { get; init; }
    public Ownership? Nominee { get; init; }
    public Person? NomineePerson { get; init; }

    /// <summary>Who shall hold it.</summary>
    public Person? Owner { get; init; }
    public Person? Deputy { get; init; }

    public AssignmentStep Step { get; init; }
    public Refusal? Refusal { get; init; }

    public CellSeen Seen => new(Holder?.Id, Nominee?.Id, (Holder ?? Nominee)?.DeputyId);

    /// <summary>Refuses what somebody else has changed since it was seen.</summary>
    public CellLine Against(CellSeen seen) => Refusal is not null || Step == AssignmentStep.Nothing || Seen == seen ? this : this with
    {
        Refusal = new("changed_meanwhile", (Seen.Nominee != seen.Nominee ? NomineePerson : HolderPerson) is { } other
            ? $"Somebody was quicker: {other.Name} {(Seen.Nominee != seen.Nominee ? "is asked to be" : "is")} {Cell.Role.InSentence()} of {Thing!.Key} now. Look at it again."
            : $"Somebody was quicker: the {Cell.Role.InSentence()} of {Thing!.Key} was changed meanwhile. Look at it again."),
    };
}
