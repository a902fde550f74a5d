using NhiPortal.Domain.Reminders;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Reminders;

/// <summary>How reminders look and how their choices are called.</summary>
internal static class ReachWords
{
    public static string Words(this Reach reach) => reach switch
    {
        Reach.Mail => "In the portal and by mail",
        Reach.Portal => "In the portal only",
        _ => "Not at all",
    };

    public static Tone Tone(this ReminderKind kind) => kind switch
    {
        ReminderKind.ApprovalWaiting or ReminderKind.ReviewWaiting => Shell.Parts.Tone.Waiting,
        ReminderKind.RequestEscalated => Shell.Parts.Tone.Warn,
        ReminderKind.NominationWaiting or ReminderKind.StandInWaiting => Shell.Parts.Tone.Info,
        ReminderKind.AttestationOverdue or ReminderKind.AttestationEscalated or ReminderKind.PreApprovalEnding or ReminderKind.RotationOverdue or ReminderKind.RevocationComing => Shell.Parts.Tone.Warn,
        ReminderKind.RequestAnswered or ReminderKind.RequestWatched or ReminderKind.PreApprovalUsed or ReminderKind.RotationByItself => Shell.Parts.Tone.Info,
        ReminderKind.GapOpen or ReminderKind.RequestStuck or ReminderKind.BreakGlassUsed or ReminderKind.BreakGlassReview or ReminderKind.RotationFailed or ReminderKind.RevocationStopped or ReminderKind.ThingStopped => Shell.Parts.Tone.Bad,
        _ => Shell.Parts.Tone.Neutral,
    };

    /// <summary>The verb of the badge.</summary>
    public static string Verb(this ReminderKind kind) => kind switch
    {
        ReminderKind.ApprovalWaiting => "Approve",
        ReminderKind.RequestEscalated or ReminderKind.AttestationEscalated => "Escalated",
        ReminderKind.PreApprovalUsed => "Pre-approved",
        ReminderKind.PreApprovalEnding => "Ends soon",
        ReminderKind.RequestStuck => "Stuck",
        ReminderKind.NominationWaiting or ReminderKind.StandInWaiting => "Accept",
        ReminderKind.GapOpen => "Gap",
        ReminderKind.BreakGlassUsed => "Emergency",
        ReminderKind.BreakGlassDrilled => "Drill",
        ReminderKind.ThingStopped => "Stopped",
        ReminderKind.BreakGlassReview or ReminderKind.ReviewWaiting or ReminderKind.ReviewLead => "Review",
        ReminderKind.RequestAnswered or ReminderKind.StandInAnswered => "Answer",
        ReminderKind.DecidedElsewhere => "Decided",
        ReminderKind.RequestWatched => "Watched",
        ReminderKind.RotationDue or ReminderKind.RotationOverdue or ReminderKind.RotationByItself => "Rotate",
        ReminderKind.RotationFailed => "Failed",
        ReminderKind.RevocationComing => "Keep",
        ReminderKind.RevocationDone => "Taken",
        ReminderKind.RevocationStopped => "Stopped",
        _ => "Confirm",
    };
}
