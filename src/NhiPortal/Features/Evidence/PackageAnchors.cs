using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Evidence;

/// <summary>
/// Writes into a package where else its checkpoint is kept, and what a time-stamping authority signed over it. Nothing, when
/// no second place had it when the package was asked for.
/// </summary>
internal static class PackageAnchors
{
    public const string Places = "proof/anchors.json", Stamp = "proof/timestamp.tsr";

    public static async Task AddAsync(PackageZip zip, PortalDb db, long size, DateTimeOffset asked, CancellationToken cancellation)
    {
        // What came later is left out, so that the same row gives the same bytes.
        var anchors = await db.LogAnchors.AsNoTracking().Where(a => a.Size == size && a.At <= asked).OrderBy(a => a.Place).ToListAsync(cancellation);
        if (anchors.Count == 0)
            return;
        var lines = anchors.Select(anchor => $$"""{"at":"{{EvidenceNotes.Time(anchor.At)}}","place":"{{anchor.Place.ToString().ToLowerInvariant()}}"}""");
        await zip.AddAsync(Places, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"checkpoint":{{size}},"places":[{{string.Join(',', lines)}}]}""") + "\n"));
        if (anchors.Find(anchor => anchor.Place == AnchorPlace.Timestamp)?.Proof is { } answer)
            await zip.AddAsync(Stamp, answer);
    }
}
