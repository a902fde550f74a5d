namespace NhiPortal.Domain.Owners;

/// <summary>What assigning comes to in one cell.</summary>
public enum AssignmentStep
{
    /// <summary>It is so already.</summary>
    Nothing,
    Ask,
    NameDeputy,

    /// <summary>Nobody holds it, and whoever is asked is asked no more.</summary>
    Withdraw,
    End,
}

/// <summary>Who shall answer for a cell. Without an owner, whoever holds it keeps it and only their deputy changes.</summary>
public sealed record Assignment
{
    public PersonId? Owner { get; init; }

    /// <summary>Null leaves the deputy of whoever holds it already.</summary>
    public PersonId? Deputy { get; init; }

    /// <summary>Takes the deputy away.</summary>
    public bool NoDeputy { get; init; }

    /// <summary>Nobody shall: what is held ends.</summary>
    public bool Nobody { get; init; }

    /// <summary>What must happen so that the cell is as wanted. A nominee who holds nothing yet never stands in the way of an end.</summary>
    public Result<AssignmentStep> Step(Ownership? holder, bool holderActive, Ownership? nominee, DateTimeOffset now)
    {
        if (Nobody)
            return holder is not null ? AssignmentStep.End : nominee is not null ? AssignmentStep.Withdraw : AssignmentStep.Nothing;
        if (Owner is null && Deputy is null && !NoDeputy)
            return AssignmentStep.Nothing;
        var holds = holder?.HoldsAt(now, holderActive) is true;
        if ((Owner ?? (holds ? holder!.PersonId : null)) is not { } wanted)
            return new Refusal("nobody_holds", "Nobody holds it now, so nobody can stand in for them. Name an owner, too.");
        if (wanted == Deputy)
            return new Refusal("own_deputy", "Nobody can be their own deputy.");
        if (holds && holder!.PersonId == wanted)
            return Keeps(holder) ? AssignmentStep.Nothing : AssignmentStep.NameDeputy;
        var asked = nominee is not null && nominee.PersonId == wanted && nominee.State(now, true) == OwnershipState.Nominated;
        return asked && Keeps(nominee!) ? AssignmentStep.Nothing : AssignmentStep.Ask;
    }

    private bool Keeps(Ownership ownership) => (Deputy is null && !NoDeputy) || ownership.DeputyId == Deputy;
}
