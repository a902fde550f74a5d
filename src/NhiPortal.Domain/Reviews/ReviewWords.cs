namespace NhiPortal.Domain.Reviews;

/// <summary>Where a campaign stands; nothing leads back.</summary>
public enum CampaignState
{
    Draft,
    Running,

    /// <summary>Decisions are over; what they say is being carried out.</summary>
    Closing,
    Closed,
    SignedOff,
}

/// <summary>Who reviews at a stage.</summary>
public enum ReviewerRule
{
    SystemOwner,
    BusinessOwner,
    IamOwner,
    Named,
}

/// <summary>What an item is about: a privilege, or a key behind it.</summary>
public enum ReviewItemKind
{
    Privilege,
    Credential,
}

/// <summary>What a reviewer may answer.</summary>
public enum ReviewAnswer
{
    Keep,
    KeepAndRotate,
    Reduce,
    Revoke,

    /// <summary>Somebody else must decide; no decision about the access.</summary>
    NotMine,

    /// <summary>The facts do not suffice; the fallback reviewer is asked, no decision about the access.</summary>
    CannotJudge,
}

/// <summary>The one end an item comes to.</summary>
public enum ReviewOutcome
{
    Kept,
    KeptAndRotated,
    Reduced,
    Revoked,

    /// <summary>Nobody decided, and the campaign says that this takes it away.</summary>
    UnattendedRevoked,

    /// <summary>Nobody decided, and the campaign says that it stays.</summary>
    UnattendedKept,

    /// <summary>It had ended before anybody decided.</summary>
    Gone,
}

/// <summary>What becomes of items nobody decides on.</summary>
public enum UndecidedOutcome
{
    Revoke,
    Keep,
}

/// <summary>When a decision needs a reason.</summary>
public enum ReasonRule
{
    /// <summary>Where it goes against the recommendation, keeps something critical, or changes something.</summary>
    WhereItMatters,
    Always,
}

/// <summary>How often a campaign comes again.</summary>
public enum Recurrence
{
    Once,
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
}

/// <summary>What the facts speak for; a person decides.</summary>
public enum Recommendation
{
    Keep,
    KeepAndRotate,
    Reduce,
    Revoke,

    /// <summary>A source was stale or blind when the facts were taken.</summary>
    LookCloser,
}

/// <summary>What holds for every answer and outcome.</summary>
public static class ReviewAnswers
{
    /// <summary>Ends a stage; the other answers pass the item on.</summary>
    public static bool Decides(this ReviewAnswer answer) => answer is not (ReviewAnswer.NotMine or ReviewAnswer.CannotJudge);

    /// <summary>Takes away at once: no later stage is asked.</summary>
    public static bool IsFinal(this ReviewAnswer answer) => answer == ReviewAnswer.Revoke;

    public static ReviewOutcome Outcome(this ReviewAnswer answer) => answer switch
    {
        ReviewAnswer.Keep => ReviewOutcome.Kept,
        ReviewAnswer.KeepAndRotate => ReviewOutcome.KeptAndRotated,
        ReviewAnswer.Reduce => ReviewOutcome.Reduced,
        ReviewAnswer.Revoke => ReviewOutcome.Revoked,
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    /// <summary>Whether something has to be done on a target, or to a key, because of it.</summary>
    public static bool ChangesSomething(this ReviewOutcome outcome) =>
        outcome is ReviewOutcome.KeptAndRotated or ReviewOutcome.Reduced or ReviewOutcome.Revoked or ReviewOutcome.UnattendedRevoked;

    public static bool TakesAway(this ReviewOutcome outcome) => outcome is ReviewOutcome.Revoked or ReviewOutcome.UnattendedRevoked;
}
