namespace NhiPortal.Domain.Reminders;

/// <summary>What a person is reminded of.</summary>
public enum ReminderKind
{
    ApprovalWaiting,

    /// <summary>A request that somebody else does not answer.</summary>
    RequestEscalated,

    NominationWaiting,
    StandInWaiting,
    AttestationDue,
    AttestationOverdue,
    GapOpen,

    /// <summary>A request that nobody may decide.</summary>
    RequestStuck,

    /// <summary>News: what became of a request one asked for, or whose run it served.</summary>
    RequestAnswered,

    /// <summary>News: a request that waited for one was ended by somebody else, or by the clock.</summary>
    DecidedElsewhere,

    /// <summary>News: what became of standing in that one offered, or was asked for.</summary>
    StandInAnswered,
}

/// <summary>How far a kind of reminder goes to reach a person.</summary>
public enum Reach
{
    Mail,
    Portal,
    Nowhere,
}

/// <summary>What holds for every person's choice about a kind.</summary>
public static class ReminderKinds
{
    /// <summary>Only what asks nobody for anything yet may be left out of the portal, too.</summary>
    public static bool MayBeSilent(this ReminderKind kind) => kind is ReminderKind.AttestationDue or ReminderKind.GapOpen || kind.IsNews();

    /// <summary>Asks for nothing: it leaves when it was seen, and is never mailed.</summary>
    public static bool IsNews(this ReminderKind kind) => kind is ReminderKind.RequestAnswered or ReminderKind.DecidedElsewhere or ReminderKind.StandInAnswered;
}
