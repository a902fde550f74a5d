namespace NhiPortal.Domain.Policy;

/// <summary>Where a draft stands.</summary>
public enum DraftState
{
    Edited,
    WaitingForSecondPerson,
}

/// <summary>Something written by several that one person may tighten and two must loosen: who wrote it, who asked, who said no.</summary>
public abstract class Draft
{
    /// <summary>The version it was begun from; 0 where there was none.</summary>
    public int BasedOn { get; protected set; }

    public DraftState State { get; private set; }
    public DateTimeOffset SavedAt { get; private set; }
    public PersonId SavedById { get; private set; }

    /// <summary>Everybody who ever saved it: none of them can be its second person.</summary>
    public IReadOnlyList<PersonId> Editors { get; private set; } = [];

    public PersonId? AskedById { get; private set; }
    public DateTimeOffset? AskedAt { get; private set; }
    public string? AskReason { get; private set; }
    public PersonId? DeclinedById { get; private set; }
    public DateTimeOffset? DeclinedAt { get; private set; }
    public string? DeclineReason { get; private set; }

    /// <summary>Another with every change, and never one that an earlier draft had: what somebody looked at is what they act on.</summary>
    public Guid Token { get; private set; }

    /// <summary>Why it takes two, said after "because".</summary>
    protected abstract string AsksForLess { get; }

    /// <summary>Sends a draft that asks for less to a second person.</summary>
    public Result<Done> Ask(PersonId by, string reason, DateTimeOffset now)
    {
        if (State == DraftState.WaitingForSecondPerson)
            return new Refusal("draft_waiting", "This draft waits for a second person already.");
        (State, AskedById, AskedAt, AskReason) = (DraftState.WaitingForSecondPerson, by, now, reason);
        (DeclinedById, DeclinedAt, DeclineReason) = (null, null, null);
        Token = Guid.CreateVersion7(now);
        return default(Done);
    }

    /// <summary>Back to its authors, by somebody who does not agree or by whoever asked.</summary>
    public Result<Done> Decline(PersonId by, string reason, DateTimeOffset now)
    {
        if (State != DraftState.WaitingForSecondPerson)
            return new Refusal("draft_not_waiting", "This draft does not wait for anybody.");
        (State, DeclinedById, DeclinedAt, DeclineReason) = (DraftState.Edited, by, now, reason);
        (AskedById, AskedAt, AskReason) = (null, null, null);
        Token = Guid.CreateVersion7(now);
        return default(Done);
    }

    /// <summary>Why this person cannot be the second one; null when they can.</summary>
    public Refusal? WhyNotSecond(PersonId person) =>
        Editors.Contains(person) ? new Refusal("second_person", $"You wrote some of this draft. Somebody who did not must agree, because {AsksForLess}.")
        : AskedById == person ? new Refusal("second_person", $"You asked for this to be published. Somebody else must agree, because {AsksForLess}.")
        : null;

    /// <summary>Notes who saved it; refused while somebody looks at it as the second person.</summary>
    protected Result<Done> Keep(PersonId by, DateTimeOffset now)
    {
        if (State == DraftState.WaitingForSecondPerson)
            return new Refusal("draft_waiting", "This draft waits for a second person, who must find it as it was sent. Take it back first.");
        (SavedAt, SavedById) = (now, by);
        Editors = [.. Editors.Append(by).Distinct()];
        Token = Guid.CreateVersion7(now);
        return default(Done);
    }
}
