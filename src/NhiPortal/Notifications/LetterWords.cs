using System.Globalization;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Notifications;

/// <summary>What kinds of reminder are called, in letters and in the portal.</summary>
public static class LetterWords
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static string Title(this ReminderKind kind) => kind switch
    {
        ReminderKind.ApprovalWaiting => "Approvals",
        ReminderKind.RequestEscalated => "Escalations",
        ReminderKind.RequestStuck => "Requests nobody may decide",
        ReminderKind.NominationWaiting => "Nominations",
        ReminderKind.StandInWaiting => "Standing in",
        ReminderKind.AttestationDue => "Confirmations due",
        ReminderKind.AttestationOverdue => "Confirmations overdue",
        ReminderKind.RequestAnswered => "Answers to what you asked",
        ReminderKind.DecidedElsewhere => "Decided without you",
        ReminderKind.StandInAnswered => "Answers about standing in",
        ReminderKind.BreakGlassUsed => "Break-glass",
        ReminderKind.BreakGlassDrilled => "Drills of break-glass",
        ReminderKind.BreakGlassReview => "Reviews of break-glass",
        ReminderKind.ThingStopped => "Stops",
        ReminderKind.RequestWatched => "Requests you watch",
        ReminderKind.PreApprovalUsed => "Standing pre-approvals at work",
        ReminderKind.PreApprovalEnding => "Standing pre-approvals that end",
        ReminderKind.AttestationEscalated => "Confirmations others owe",
        ReminderKind.RotationDue => "Rotations due",
        ReminderKind.RotationOverdue => "Rotations overdue",
        ReminderKind.RotationFailed => "Rotations that failed",
        ReminderKind.RotationByItself => "Rotations by themselves",
        ReminderKind.RevocationComing => "Access that will be taken away",
        ReminderKind.RevocationDone => "Access that was taken away",
        ReminderKind.RevocationStopped => "Taking away that was stopped",
        ReminderKind.ReviewWaiting => "Access reviews",
        ReminderKind.ReviewLead => "Access reviews you lead",
        _ => "Control points without an owner",
    };

    public static string Meaning(this ReminderKind kind) => kind switch
    {
        ReminderKind.ApprovalWaiting => "A request waits for your decision",
        ReminderKind.RequestEscalated => "Somebody you stand behind does not answer a request",
        ReminderKind.RequestStuck => "A request waits for a role in which nobody may answer",
        ReminderKind.NominationWaiting => "You are asked to own something",
        ReminderKind.StandInWaiting => "You are asked to decide for somebody who is away",
        ReminderKind.AttestationDue => "An ownership must be confirmed soon",
        ReminderKind.AttestationOverdue => "An ownership lapses if you do not confirm it",
        ReminderKind.RequestAnswered => "A request you made, or that serves your run, has ended",
        ReminderKind.StandInAnswered => "Somebody accepted, declined or ended standing in that concerns you",
        ReminderKind.BreakGlassUsed => "Somebody let something through alone, on what you answer for or watch",
        ReminderKind.BreakGlassDrilled => "Somebody rehearsed that; nothing was let through",
        ReminderKind.BreakGlassReview => "Somebody let something through alone, and you can review it",
        ReminderKind.ThingStopped => "Somebody stopped what you answer for or watch, or wants to let it loose again",
        ReminderKind.DecidedElsewhere => "A request that was put to you has ended without you, or after you",
        ReminderKind.RequestWatched => "Something became of a request you watch",
        ReminderKind.PreApprovalUsed => "A standing pre-approval answered in your place, or ended early",
        ReminderKind.PreApprovalEnding => "A standing pre-approval ends soon, and nothing prolongs it",
        ReminderKind.AttestationEscalated => "Somebody you stand behind does not confirm what they own",
        ReminderKind.RotationDue => "A credential you answer for must be renewed soon",
        ReminderKind.RotationOverdue => "A credential should have been renewed, and was not",
        ReminderKind.RotationFailed => "A step of renewing a credential did not work",
        ReminderKind.RotationByItself => "The portal began or ended a rotation by itself, or leaves one to you",
        ReminderKind.RevocationComing => "Nobody attends to something, and it is taken away unless you do",
        ReminderKind.RevocationDone => "Something nobody attended to was taken away, or is not shown to be gone",
        ReminderKind.ReviewWaiting => "Items of an access review wait for your answer",
        ReminderKind.ReviewLead => "An access review you lead needs you",
        ReminderKind.RevocationStopped => "Too much would be taken away at once, and somebody must decide",
        _ => "Nobody answers for something you look after",
    };

    /// <summary>What its link is called.</summary>
    public static string Act(this ReminderKind kind) => kind switch
    {
        ReminderKind.ApprovalWaiting => "Decide",
        ReminderKind.NominationWaiting or ReminderKind.StandInWaiting => "Accept or decline",
        ReminderKind.AttestationDue or ReminderKind.AttestationOverdue => "Confirm",
        ReminderKind.RequestEscalated or ReminderKind.RequestAnswered or ReminderKind.DecidedElsewhere or ReminderKind.StandInAnswered or ReminderKind.BreakGlassDrilled or ReminderKind.RequestWatched or ReminderKind.PreApprovalUsed or ReminderKind.PreApprovalEnding or ReminderKind.AttestationEscalated => "Look",
        ReminderKind.RevocationComing => "Keep it",
        ReminderKind.RevocationDone or ReminderKind.RotationByItself => "Look",
        ReminderKind.RevocationStopped => "Decide",
        ReminderKind.BreakGlassUsed or ReminderKind.ThingStopped => "Look at once",
        ReminderKind.BreakGlassReview or ReminderKind.ReviewWaiting => "Review",
        ReminderKind.ReviewLead => "Look",
        ReminderKind.RotationDue or ReminderKind.RotationOverdue => "Rotate",
        ReminderKind.RotationFailed => "Look at once",
        _ => "Find an owner",
    };

    public static string Subject(LetterDraft draft) => draft switch
    {
        { Lines: [var only], More: 0 } => $"{only.Kind.Act()}: {only.Title}",
        { Kind: LetterKind.Digest } => $"{draft.Lines.Count + draft.More} things wait for you in NhiPortal",
        _ => $"{draft.Lines.Count + draft.More} new things wait for you in NhiPortal",
    };

    /// <summary>A moment where the reader is, with the zone it is told in.</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return $"{local.ToString("ddd d MMM, HH:mm", English)} ({(local.Offset == TimeSpan.Zero ? "UTC" : "UTC" + local.ToString("zzz", English))})";
    }
}
