using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Reviews;

/// <summary>What everything about access reviews is called, in one place.</summary>
public static class ReviewWording
{
    public static string Title(this CampaignState state) => state switch
    {
        CampaignState.Draft => "Draft",
        CampaignState.Running => "Running",
        CampaignState.Closing => "Closing",
        CampaignState.Closed => "Closed",
        _ => "Signed off",
    };

    public static Tone Tone(this CampaignState state) => state switch
    {
        CampaignState.Running => Shell.Parts.Tone.Info,
        CampaignState.Closing => Shell.Parts.Tone.Waiting,
        CampaignState.SignedOff => Shell.Parts.Tone.Ok,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static string Title(this ReviewAnswer answer) => answer switch
    {
        ReviewAnswer.Keep => "Keep",
        ReviewAnswer.KeepAndRotate => "Keep and rotate",
        ReviewAnswer.Reduce => "Reduce",
        ReviewAnswer.Revoke => "Revoke",
        ReviewAnswer.NotMine => "Not mine",
        _ => "Cannot judge",
    };

    /// <summary>What the answer leads to, for whoever is about to give it.</summary>
    public static string Effect(this ReviewAnswer answer) => answer switch
    {
        ReviewAnswer.Keep => "stays as it is",
        ReviewAnswer.KeepAndRotate => "stays, and its key must be renewed by the day named",
        ReviewAnswer.Reduce => "shrinks to the resources named",
        ReviewAnswer.Revoke => "is taken away when the campaign closes",
        ReviewAnswer.NotMine => "goes to the person named",
        _ => "goes to the fallback reviewer",
    };

    public static string Title(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Kept => "Kept",
        ReviewOutcome.KeptAndRotated => "Kept, to be rotated",
        ReviewOutcome.Reduced => "Reduced",
        ReviewOutcome.Revoked => "Revoked",
        ReviewOutcome.UnattendedRevoked => "Nobody decided: revoked",
        ReviewOutcome.UnattendedKept => "Nobody decided: kept",
        _ => "Had ended already",
    };

    public static Tone ToneOf(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Kept => Shell.Parts.Tone.Ok,
        ReviewOutcome.KeptAndRotated or ReviewOutcome.Reduced => Shell.Parts.Tone.Warn,
        ReviewOutcome.Gone => Shell.Parts.Tone.Neutral,
        _ => Shell.Parts.Tone.Bad,
    };

    public static (string Words, Tone Tone) Badge(this Recommendation advice) => advice switch
    {
        Recommendation.Keep => ("Keep", Shell.Parts.Tone.Ok),
        Recommendation.KeepAndRotate => ("Keep and rotate", Shell.Parts.Tone.Warn),
        Recommendation.Reduce => ("Reduce", Shell.Parts.Tone.Warn),
        Recommendation.Revoke => ("Revoke", Shell.Parts.Tone.Bad),
        _ => ("Look closer", Shell.Parts.Tone.Waiting),
    };

    public static string Title(this ReviewerRule rule) => rule switch
    {
        ReviewerRule.SystemOwner => OwnerRole.SystemOwner.Title(),
        ReviewerRule.BusinessOwner => OwnerRole.BusinessOwner.Title(),
        ReviewerRule.IamOwner => OwnerRole.IamOwner.Title(),
        _ => "One person, by name",
    };

    public static string Title(this Recurrence repeats) => repeats switch
    {
        Recurrence.Once => "Once",
        Recurrence.Monthly => "Every month",
        Recurrence.Quarterly => "Every quarter",
        Recurrence.HalfYearly => "Every half year",
        _ => "Every year",
    };

    public static string Tie(this ReviewTie tie) => tie switch
    {
        ReviewTie.SystemOwner => "owns the target",
        ReviewTie.IntegrationOwner => "owns the integration",
        ReviewTie.OwnersDeputy => "deputy of an owner",
        ReviewTie.Subject => "the subject itself",
        _ => "no tie",
    };

    public static string Count(int many, string one, string? more = null) => many == 1 ? $"1 {one}" : $"{many:N0} {more ?? one + "s"}";
}
