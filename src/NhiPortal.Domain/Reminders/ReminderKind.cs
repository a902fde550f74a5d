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

    /// <summary>Alarm: somebody broke the glass on what one answers for or watches.</summary>
    BreakGlassUsed,

    /// <summary>Alarm: a drill of it.</summary>
    BreakGlassDrilled,

    /// <summary>Alarm: what one answers for was stopped, or is to be let loose again.</summary>
    ThingStopped,

    /// <summary>A use of break-glass waits for somebody independent.</summary>
    BreakGlassReview,

    /// <summary>Something became of a request one watches.</summary>
    RequestWatched,

    /// <summary>A standing pre-approval answered in one's place.</summary>
    PreApprovalUsed,

    /// <summary>A standing pre-approval ends soon, and nothing prolongs it.</summary>
    PreApprovalEnding,

    /// <summary>An owner one is the deputy or the manager of does not confirm.</summary>
    AttestationEscalated,

    /// <summary>A credential is to be renewed.</summary>
    RotationDue,
    RotationOverdue,

    /// <summary>Alarm: a step of a rotation failed.</summary>
    RotationFailed,

    /// <summary>Alarm: the portal began or ended a rotation by itself, or leaves one to people.</summary>
    RotationByItself,

    /// <summary>Something is taken away unless somebody attends to it.</summary>
    RevocationComing,

    /// <summary>Alarm: something was taken away, or is not shown to be gone.</summary>
    RevocationDone,

    /// <summary>The brake stopped taking away; somebody must let it go, or not.</summary>
    RevocationStopped,

    /// <summary>Items of an access review wait for one's answer.</summary>
    ReviewWaiting,

    /// <summary>An access review one leads needs something.</summary>
    ReviewLead,
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
    public static bool MayBeSilent(this ReminderKind kind) => kind is ReminderKind.AttestationDue or ReminderKind.RotationDue or ReminderKind.GapOpen or ReminderKind.RequestWatched or ReminderKind.PreApprovalUsed or ReminderKind.PreApprovalEnding || kind.IsNews();

    /// <summary>There is nothing to do about it once it was seen.</summary>
    public static bool LeavesWhenSeen(this ReminderKind kind) => kind.IsNews() || kind.IsAlarm() || kind is ReminderKind.RequestWatched or ReminderKind.PreApprovalUsed;

    /// <summary>Asks for nothing and leaves when it was seen, but is mailed.</summary>
    public static bool IsAlarm(this ReminderKind kind) => kind is ReminderKind.BreakGlassUsed or ReminderKind.BreakGlassDrilled or ReminderKind.RotationFailed or ReminderKind.RotationByItself or ReminderKind.RevocationDone or ReminderKind.ThingStopped;

    /// <summary>Cannot wait for anybody's morning: mailed at once, in quiet hours too; raised and settled by what happens, whatever a digest finds waiting.</summary>
    public static bool IsOfBreakGlass(this ReminderKind kind) => kind is ReminderKind.BreakGlassUsed or ReminderKind.BreakGlassDrilled or ReminderKind.BreakGlassReview;

    /// <summary>Raised and settled by what happens to unattended access, whatever a digest finds waiting.</summary>
    public static bool IsOfRevocation(this ReminderKind kind) => kind is ReminderKind.RevocationComing or ReminderKind.RevocationDone or ReminderKind.RevocationStopped;

    /// <summary>Raised and settled by what happens in an access review, whatever a digest finds waiting.</summary>
    public static bool IsOfReview(this ReminderKind kind) => kind is ReminderKind.ReviewWaiting or ReminderKind.ReviewLead;

    /// <summary>Asks for nothing: it leaves when it was seen, and is never mailed.</summary>
    public static bool IsNews(this ReminderKind kind) => kind is ReminderKind.RequestAnswered or ReminderKind.DecidedElsewhere or ReminderKind.StandInAnswered;
}
