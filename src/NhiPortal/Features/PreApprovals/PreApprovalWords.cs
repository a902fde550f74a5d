using NhiPortal.Domain.PreApprovals;
using NhiPortal.Features.Requests;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.PreApprovals;

/// <summary>The words and tones that standing pre-approvals are shown with, the same on every screen.</summary>
public static class PreApprovalWords
{
    /// <summary>What it would allow, so that nobody takes it for one action.</summary>
    public static string Of(StandingTerms terms, int minutes) =>
        $"up to {Uses(terms.Uses)} until {terms.Until:d MMMM yyyy}, at most {terms.PerDay} a day, each for up to {RequestWords.Minutes(minutes)}";

    public static string Uses(int uses) => uses == 1 ? "1 use" : $"{uses} uses";

    public static string Words(this PreApprovalStatus status) => status switch
    {
        PreApprovalStatus.Active => "Live",
        PreApprovalStatus.UsedUp => "Used up",
        PreApprovalStatus.Changed => "Ended by a change",
        _ => status.ToString(),
    };

    public static Tone Tone(this PreApprovalStatus status) => status switch
    {
        PreApprovalStatus.Active => Shell.Parts.Tone.Ok,
        PreApprovalStatus.Revoked => Shell.Parts.Tone.Bad,
        PreApprovalStatus.Changed => Shell.Parts.Tone.Warn,
        _ => Shell.Parts.Tone.Neutral,
    };
}
