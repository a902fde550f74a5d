using NhiPortal.Domain.Executions;

namespace NhiPortal.Domain.Reviews;

/// <summary>What one line of carrying an outcome out is about.</summary>
public enum CarryOutKind
{
    /// <summary>The path in the register is closed, or narrowed.</summary>
    Path,
    Grant,

    /// <summary>What the integration's account holds on the target by itself.</summary>
    Account,
    Credential,
    Rotation,

    /// <summary>Nobody decided: the ladder of unattended access takes it away, with its announcement and its brake.</summary>
    Ladder,

    /// <summary>It had ended otherwise.</summary>
    Nothing,
}

/// <summary>How far one line is.</summary>
public enum CarryOutState
{
    Waiting,
    Failing,
    ByHand,
    Done,
}

/// <summary>
/// One thing that an item's outcome asks for. It is done when the register, the target or a person shows that it is; until
/// then it stays open, and says what is wrong.
/// </summary>
public sealed class CarryOut
{
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(15), ByHandWithin = TimeSpan.FromDays(3);

    private CarryOut() { }

    public CampaignId CampaignId { get; private set; }
    public int ItemNumber { get; private set; }

    /// <summary>From 1, in the order of what the item asks for: no two instances write the same line.</summary>
    public int Number { get; private set; }

    public CarryOutKind Kind { get; private set; }
    public string What { get; private set; } = "";
    public TargetId? TargetId { get; private set; }
    public GrantId? GrantId { get; private set; }
    public RemovalId? RemovalId { get; private set; }

    /// <summary>Whoever is asked to do it by hand; nobody is IAM staff.</summary>
    public PersonId? WhoId { get; private set; }

    public CarryOutState State { get; private set; }
    public string? Trouble { get; private set; }
    public DateTimeOffset OrderedAt { get; private set; }

    /// <summary>Not done by then, somebody should look.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>What shows that it is done.</summary>
    public string? Proof { get; private set; }

    public PersonId? ConfirmedById { get; private set; }
    public int Version { get; private set; }

    /// <summary>Done in the commit that says so: the portal itself answers for it.</summary>
    public static CarryOut Here(ReviewItem item, int number, CarryOutKind kind, string what, string proof, DateTimeOffset now)
    {
        var line = Of(item, number, kind, what, now + Soon, now);
        (line.State, line.DoneAt, line.Proof) = (CarryOutState.Done, now, proof);
        return line;
    }

    /// <summary>The grant is over here; what the portal did for it on the target is being taken back.</summary>
    public static CarryOut TakenBack(ReviewItem item, int number, GrantId grant, string what, DateTimeOffset now)
    {
        var line = Of(item, number, CarryOutKind.Grant, what, now + Soon, now);
        line.GrantId = grant;
        return line;
    }

    public static CarryOut Removed(ReviewItem item, int number, Removal removal, string what, DateTimeOffset now)
    {
        var line = Of(item, number, CarryOutKind.Account, what, now + Soon, now);
        line.RemovalId = removal.Id;
        return line;
    }

    public static CarryOut LeftToHand(ReviewItem item, int number, CarryOutKind kind, string what, PersonId? who, DateTimeOffset now)
    {
        var line = Of(item, number, kind, what, now + ByHandWithin, now);
        (line.State, line.WhoId) = (CarryOutState.ByHand, who);
        return line;
    }

    public static CarryOut LeftToLadder(ReviewItem item, int number, string what, DateTimeOffset due, DateTimeOffset now) =>
        Of(item, number, CarryOutKind.Ladder, what, due, now);

    /// <summary>What is shown by now; false when that is nothing new.</summary>
    /// <param name="proof">What shows that it is done; null while nothing does.</param>
    /// <param name="trouble">What is wrong meanwhile.</param>
    /// <param name="now">The moment.</param>
    public bool Follow(string? proof, string? trouble, DateTimeOffset now)
    {
        if (DoneAt is not null || State == CarryOutState.ByHand)
            return false;
        if (proof is not null)
        {
            (State, Proof, Trouble, DoneAt, Version) = (CarryOutState.Done, Text.Kept(proof, Text.Reason), null, now, Version + 1);
            return true;
        }

        var words = trouble is null ? null : Text.Kept(trouble, Text.Reason);
        var state = words is null ? CarryOutState.Waiting : CarryOutState.Failing;
        if ((state, words) == (State, Trouble))
            return false;
        (State, Trouble, Version) = (state, words, Version + 1);
        return true;
    }

    /// <summary>The portal cannot do it after all: a person has to.</summary>
    public bool LeaveToHand(string? trouble, DateTimeOffset now)
    {
        if (DoneAt is not null || State == CarryOutState.ByHand)
            return false;
        (State, Trouble, DueAt, Version) = (CarryOutState.ByHand, Text.Shortened(trouble, Text.Reason), now + ByHandWithin, Version + 1);
        return true;
    }

    /// <summary>A person says that it is done, and how they know; the portal cannot see it.</summary>
    public Result<Done> ConfirmByHand(PersonId by, string note, DateTimeOffset now)
    {
        if (DoneAt is not null || State != CarryOutState.ByHand)
            return new Refusal("not_by_hand", "Only what is left to be done by hand, and is not confirmed yet, can be confirmed by a person.");
        (State, Proof, Trouble, ConfirmedById, DoneAt, Version) = (CarryOutState.Done, note, null, by, now, Version + 1);
        return default(Done);
    }

    private static CarryOut Of(ReviewItem item, int number, CarryOutKind kind, string what, DateTimeOffset due, DateTimeOffset now) => new()
    {
        CampaignId = item.CampaignId,
        ItemNumber = item.Number,
        Number = number,
        Kind = kind,
        What = Text.Kept(what, Text.Reason),
        TargetId = item.TargetId,
        OrderedAt = now,
        DueAt = due,
    };
}
