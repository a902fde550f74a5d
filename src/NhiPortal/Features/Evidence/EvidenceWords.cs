using System.Globalization;
using NhiPortal.Domain.Evidence;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Evidence;

/// <summary>States and sizes in words.</summary>
internal static class EvidenceWords
{
    public static (string Words, Tone Tone) Badge(this EvidenceState state) => state switch
    {
        EvidenceState.Waiting => ("Waiting", Tone.Waiting),
        EvidenceState.Building => ("Building", Tone.Waiting),
        EvidenceState.Ready => ("Ready", Tone.Ok),
        EvidenceState.Failed => ("Not built", Tone.Bad),
        _ => ("Put away", Tone.Neutral),
    };

    public static string Size(long bytes) => bytes < 1 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 10)} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MB");
}
