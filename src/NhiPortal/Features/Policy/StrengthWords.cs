using NhiPortal.Domain.Policy;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Policy;

/// <summary>The words and tones of differences and of what a simulation found.</summary>
public static class StrengthWords
{
    public static string Words(this Strength strength) => strength == Strength.Same ? "Neither" : strength.ToString();

    public static Tone Tone(this Strength strength) => strength switch
    {
        Strength.Weaker => Shell.Parts.Tone.Warn,
        Strength.Stricter => Shell.Parts.Tone.Ok,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static string Words(this SimulatedEffect effect) => effect switch
    {
        SimulatedEffect.WouldBeRefused => "Would have been refused",
        SimulatedEffect.NewlyAllowed => "Newly allowed",
        SimulatedEffect.FewerApprovers => "Fewer approvers",
        SimulatedEffect.Longer => "Could have lasted longer",
        SimulatedEffect.PeopleAsked => "People asked, not pre-approved",
        SimulatedEffect.MoreApprovers => "More approvers",
        SimulatedEffect.Shorter => "Would have been shorter",
        _ => "The same",
    };

    public static Tone Tone(this SimulatedEffect effect) => effect switch
    {
        SimulatedEffect.NewlyAllowed or SimulatedEffect.FewerApprovers or SimulatedEffect.Longer => Shell.Parts.Tone.Warn,
        SimulatedEffect.WouldBeRefused => Shell.Parts.Tone.Bad,
        SimulatedEffect.MoreApprovers or SimulatedEffect.Shorter or SimulatedEffect.PeopleAsked => Shell.Parts.Tone.Info,
        _ => Shell.Parts.Tone.Neutral,
    };
}
