using System.Globalization;
using NhiPortal.Domain.Unattended;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Unattended;

/// <summary>How unattended access and what becomes of it are called.</summary>
internal static class UnattendedWords
{
    public static string Words(this UnattendedKind kind) => kind switch
    {
        UnattendedKind.AttestationOverdue => "Not confirmed",
        UnattendedKind.RotationOverdue => "Not rotated",
        UnattendedKind.ReviewOverdue => "Break-glass not reviewed",
        UnattendedKind.IdleGrant => "Grant not used",
        UnattendedKind.IdleCredential => "Credential not used",
        UnattendedKind.SilentIntegration => "Integration silent",
        UnattendedKind.ReviewItem => "Review not decided",
        _ => "Owner gone",
    };

    /// <summary>What the kind means, and what is taken in the end.</summary>
    public static string Meaning(this UnattendedKind kind) => kind switch
    {
        UnattendedKind.AttestationOverdue => "An owner does not say again that it is theirs. In the end the integration is suspended, its grants end and its identities are retired; of a target, its grants end.",
        UnattendedKind.RotationOverdue => "A credential is due to be rotated, and nobody does. In the end the integration is suspended and the credential counts as revoked.",
        UnattendedKind.ReviewOverdue => "Somebody let something through alone, and nobody independent reviews it. In the end the integration is suspended and its grants on that target end.",
        UnattendedKind.IdleGrant => "A grant is not used. In the end it ends early.",
        UnattendedKind.IdleCredential => "A credential is not used. In the end it counts as revoked, and whoever keeps it deletes it.",
        UnattendedKind.SilentIntegration => "An integration neither asks for nor uses anything. In the end it is suspended, its grants end, its identities are retired and its credentials revoked.",
        UnattendedKind.ReviewItem => "An access review ended, and nobody had decided whether a privilege or a key stays. In the end the path is closed and its grants end, or the credential counts as revoked.",
        _ => "An owner has left or is disabled, and nobody accepted to take over. In the end the same happens as where nobody confirms.",
    };

    /// <summary>What happens on the day that is announced.</summary>
    public static string Takes(this UnattendedKind kind, bool ofTarget) => kind switch
    {
        UnattendedKind.IdleGrant => "the grant ends",
        UnattendedKind.IdleCredential => "the credential is revoked",
        UnattendedKind.RotationOverdue => "the credential is revoked",
        UnattendedKind.ReviewItem => "the access is taken away",
        UnattendedKind.ReviewOverdue => "the integration is suspended and its grants there end",
        UnattendedKind.SilentIntegration => "its grants end, its identities are retired and its credentials revoked",
        _ => ofTarget ? "every grant on it ends" : "its grants end and its identities are retired",
    };

    public static string Words(this LadderStep step) => step switch
    {
        LadderStep.Remind => "Remind",
        LadderStep.Escalate => "Escalate",
        LadderStep.Freeze => "Grant nothing new",
        LadderStep.Announce => "Announce the day",
        LadderStep.Suspend => "Suspend",
        _ => "Take away",
    };

    /// <summary>"Three would be announced at once".</summary>
    public static string Done(this LadderStep step) => step switch
    {
        LadderStep.Announce => "announced",
        LadderStep.Suspend => "suspended",
        _ => "taken away",
    };

    /// <summary>The kind of event that records the step.</summary>
    public static string Kind(this LadderStep step) => step switch
    {
        LadderStep.Remind => "revocation.reminded",
        LadderStep.Escalate => "revocation.escalated",
        LadderStep.Freeze => "revocation.frozen",
        LadderStep.Announce => "revocation.announced",
        LadderStep.Suspend => "revocation.suspended",
        _ => "revocation.carried_out",
    };

    /// <summary>The step as the record and the letter tell it.</summary>
    public static string Told(this LadderStep step, Revocation row, LadderPlan plan, DateTimeOffset now)
    {
        var takes = row.Kind.Takes(row.IntegrationId is null);
        return step switch
        {
            LadderStep.Remind => $"{row.Label}: {row.Why} Nothing is taken away yet.",
            LadderStep.Escalate => $"{row.Label}: {row.Why} Whoever stands behind is told.",
            LadderStep.Freeze => $"{row.Label}: {row.Why} Until somebody attends, nothing new is granted.",
            LadderStep.Announce when plan.Suspend is { } days => $"{row.Label}: {row.Why} Unless somebody attends, it is suspended on {Day(now.AddDays(days))}, and on {Day(now.AddDays(days + plan.Revoke))} {takes}.",
            LadderStep.Announce => $"{row.Label}: {row.Why} Unless somebody attends, on {Day(now.AddDays(plan.Revoke))} {takes}.",
            LadderStep.Suspend => $"{row.Label}: {row.Why} {(row.IntegrationId is null ? "Nothing of a target is suspended; decisions there are denied already." : "It is suspended.")} Unless somebody attends, {takes} next.",
            _ => $"{row.Label}: {row.Why} What was announced on {Day(row.AnnouncedAt ?? now)} is done: {takes}.",
        };
    }

    public static (string Words, Tone Tone) Badge(this RevocationState state) => state switch
    {
        RevocationState.Reported => ("Reported only", Tone.Neutral),
        RevocationState.Warned => ("Warned", Tone.Info),
        RevocationState.Announced => ("Announced", Tone.Warn),
        RevocationState.Due => ("Due, stopped", Tone.Waiting),
        RevocationState.Running => ("Not confirmed yet", Tone.Waiting),
        RevocationState.Confirmed => ("Gone, confirmed", Tone.Ok),
        RevocationState.Failed => ("Not confirmed", Tone.Bad),
        RevocationState.Cancelled => ("Kept", Tone.Ok),
        _ => ("Given back", Tone.Neutral),
    };

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
