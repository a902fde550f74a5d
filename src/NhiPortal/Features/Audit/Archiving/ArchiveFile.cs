using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Evidence;
using NhiPortal.Features.Evidence.Contents;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>
/// Writes every event of a stretch into a package that proves itself, in the form of a package of evidence, so that the same
/// verifiers check it. Holds a few thousand events at a time; refuses when the log is not what its checkpoint signs.
/// </summary>
internal sealed class ArchiveFile(PortalDb db, SigningKeys keys, string log)
{
    private const int Chunk = 2_000;

    public async Task<EvidenceContents> WriteAsync(Stream file, LogArchiveId id, LogStretch stretch, int years, DateTimeOffset now, CancellationToken cancellation)
    {
        var checkpoint = await CheckpointAsync(stretch, cancellation);
        var latest = await db.Checkpoints.AsNoTracking().OrderByDescending(c => c.Size).FirstAsync(cancellation);
        await using var omitted = Scratch();
        using var zip = new PackageZip(file);
        EventWriter? events = null;
        var (oldest, newest) = (DateTimeOffset.MaxValue, DateTimeOffset.MinValue);
        await zip.AddAsync("actions.jsonl", async lines =>
        {
            events = new EventWriter(lines, omitted, [], new MerkleGaps(checkpoint.Size, Stored), [], new EventTally(new MerkleHash(checkpoint.Root).ToString()));
            for (var first = stretch.First; first < stretch.End; first += Chunk)
            {
                foreach (var row in await db.AuditEvents.AsNoTracking().In(new(first, Math.Min(first + Chunk, stretch.End))).OrderBy(e => e.LeafIndex).Select(e => new { Leaf = e.LeafIndex!.Value, e.Body, e.LeafHash, e.At }).ToListAsync(cancellation))
                {
                    await events.AddAsync(row.Leaf, row.Body, row.LeafHash, cancellation);
                    (oldest, newest) = (row.At < oldest ? row.At : oldest, row.At > newest ? row.At : newest);
                }
            }

            await events.PassAsync(checkpoint.Size, cancellation);
        });
        if (events!.Counts.Events != stretch.Events || events.Root != new MerkleHash(checkpoint.Root))
            throw new EvidenceFault($"The log does not give the root that was signed over {checkpoint.Size} events. Verify the log: it is not as it was signed.");
        await zip.AddAsync("proof/omitted.txt", async stream =>
        {
            omitted.Position = 0;
            await omitted.CopyToAsync(stream, cancellation);
        });
        await zip.AddAsync("proof/checkpoint.jws", Encoding.ASCII.GetBytes(checkpoint.Jws + "\n"));
        await zip.AddAsync("proof/latest.jws", Encoding.ASCII.GetBytes(latest.Jws + "\n"));
        await PackageAnchors.AddAsync(zip, db, checkpoint.Size, now, cancellation);
        await zip.AddAsync("proof/consistency.txt", Encoding.ASCII.GetBytes(string.Concat(MerkleProofs.Consistency(checkpoint.Size, latest.Size, Stored).Select(hash => $"{hash}\n"))));
        await PackageBuild.KeysAsync(zip, keys);
        var contents = new EvidenceContents
        {
            Format = EvidenceStatement.Format, Package = id.ToString(), Log = log, From = oldest, Until = newest.AddTicks(1), Scope = "every tenant", Whole = true, Archive = true,
            AskedAt = now, AskedBy = ArchiveLog.Archiver.Name, Reason = FormattableString.Invariant($"Retention of {years} years is over."),
            TreeSize = checkpoint.Size, LatestSize = latest.Size, Counts = events.Counts,
        };
        await zip.AddAsync("PROVES.md", Encoding.UTF8.GetBytes(Proves(contents)));
        await zip.AddAsync("verify.html", VerifyPage.Bytes);
        await zip.AddAsync("manifest.dsse.json", keys.Seal(EvidenceStatement.Of(zip.Files, contents).ToCanonicalBytes()).ToBytes());
        return contents;
    }

    // One that a second place keeps, if there is one; else the oldest over all of it.
    private async Task<LogCheckpoint> CheckpointAsync(LogStretch stretch, CancellationToken cancellation)
    {
        var size = await db.LogAnchors.Where(a => a.Size >= stretch.End).MinAsync(a => (long?)a.Size, cancellation);
        return await db.Checkpoints.AsNoTracking().Where(c => c.Size >= (size ?? stretch.End)).OrderBy(c => c.Size).FirstAsync(cancellation);
    }

    private MerkleHash[] Stored(int level, long first, int count) => AuditEventQuery.Stored(db, level, first, count);

    private static FileStream Scratch() =>
        new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private static string Proves(EvidenceContents archive) => FormattableString.Invariant($"""
        # What this archive proves, and what not

        Log {archive.Log}, events {archive.Counts.FirstLeaf} to {archive.Counts.LastLeaf}, {EvidenceNotes.Time(archive.From)} to {EvidenceNotes.Time(archive.Until)}. Written {EvidenceNotes.Time(archive.AskedAt)}: {archive.Reason}

        Proved, when it verifies: these are all events of the log between its first and its last one, in the log's order, and not one byte of
        them was changed since the checkpoint over {archive.TreeSize} events was signed; and the log only grew from there to {archive.LatestSize} events.

        Not proved: what a package of evidence does not prove either, see docs/evidence.md; above all nothing about who made it with the key
        inside alone, and not that no second history exists, unless you kept a checkpoint elsewhere.

        Check it: verify.html in a browser, `dotnet run --project src/NhiPortal -- verify archive.zip --key key.pem`, or docs/verify_package.py.

        """).Replace("\r\n", "\n", StringComparison.Ordinal);
}
