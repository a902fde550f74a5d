using System.Security.Cryptography.X509Certificates;
using NhiPortal.Features.Audit.Anchoring;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>Checks the time stamp over a package's checkpoint, if it holds one.</summary>
internal static class StampCheck
{
    /// <returns>Whether an authority that the reader trusts stamped the checkpoint.</returns>
    public static bool Run(PackageFiles files, X509Certificate2Collection authorities, PackageFaults faults, List<string> notes)
    {
        if (!files.Has(PackageAnchors.Stamp))
        {
            if (authorities.Count > 0)
                notes.Add("The package holds no time stamp.");
            return false;
        }

        if (files.Small(PackageAnchors.Stamp) is not { } answer || files.Small("proof/checkpoint.jws") is not { } checkpoint)
            return false;
        if (TimestampAnswer.Claim(answer, checkpoint) is not { } at)
            faults.Add(PackageAnchors.Stamp, "It is no time stamp of the checkpoint.");
        else if (authorities.Count == 0)
            notes.Add($"A time stamp of {EvidenceNotes.Time(at)} is inside. Give its authority's certificate (--tsa) to rely on it.");
        else if (!TimestampAnswer.TryVerify(answer, checkpoint, authorities, out var stamped))
            faults.Add(PackageAnchors.Stamp, "It is not signed by the time-stamping authority you trust.");
        else
            notes.Add($"The checkpoint was there at {EvidenceNotes.Time(stamped.At)}, says {stamped.By}.");
        return authorities.Count > 0 && faults.Count == 0;
    }
}
