using NhiPortal.Domain.Controls;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Controls;

/// <summary>How results are called and coloured.</summary>
internal static class ControlWords
{
    public static readonly IReadOnlyList<ControlResult> Order = [ControlResult.Met, ControlResult.Partly, ControlResult.NotMet, ControlResult.NotEvaluable];

    public static string Words(this ControlResult result) => result switch
    {
        ControlResult.NotMet => "Not met",
        ControlResult.NotEvaluable => "Not evaluable",
        _ => result.ToString(),
    };

    public static Tone Tone(this ControlResult result) => result switch
    {
        ControlResult.Met => Shell.Parts.Tone.Ok,
        ControlResult.Partly => Shell.Parts.Tone.Warn,
        ControlResult.NotMet => Shell.Parts.Tone.Bad,
        _ => Shell.Parts.Tone.Neutral,
    };

    public static string Words(this ControlCoverage coverage) => coverage switch
    {
        ControlCoverage.Full => "Evidence here is enough",
        ControlCoverage.Partial => "Needs evidence from elsewhere, too",
        _ => "For orientation",
    };
}
