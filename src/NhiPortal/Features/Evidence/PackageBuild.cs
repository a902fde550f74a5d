using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.Controls;
using NhiPortal.Features.Evidence.Contents;

namespace NhiPortal.Features.Evidence;

/// <summary>
/// Builds one package into a file, with memory for a few thousand events however many there are. Refuses, and says where, when
/// the log is not what its checkpoint signs.
/// </summary>
internal sealed class PackageBuild(PortalDb db, EvidencePackage package, SigningKeys keys, string log, ContentsQueries queries, Func<long, long, Task> progress)
{
    private const int Chunk = 2_000, MostCuts = 500;
    private long leaves;

    public async Task<EvidenceCounts> WriteAsync(Stream file, CancellationToken cancellation)
    {
        var (checkpoint, latest) = (await CheckpointAsync(package.TreeSize, cancellation), await CheckpointAsync(package.LatestSize, cancellation));
        var tables = EvidenceTable.Files.Select(_ => Scratch()).ToList();
        await using var omitted = Scratch();
        using var zip = new PackageZip(file);
        var cuts = await db.EvidencePackages.Where(p => p.AskedAt < package.AskedAt && p.LatestSize < package.TreeSize)
            .Select(p => p.LatestSize).Distinct().OrderByDescending(size => size).Take(MostCuts).ToListAsync(cancellation);
        var tally = new EventTally(new MerkleHash(checkpoint.Root).ToString());
        EventWriter? events = null;
        await zip.AddAsync("actions.jsonl", async lines =>
        {
            events = new EventWriter(lines, omitted, tables, new MerkleGaps(package.TreeSize, Stored), [.. cuts.Order()], tally);
            await EventsAsync(events, tables, cancellation);
        });
        if (events!.Root != new MerkleHash(checkpoint.Root))
            throw new EvidenceFault($"The log does not give the root that was signed over {package.TreeSize} events. Verify the log: it is not as it was signed.");
        if (events.Counts.Events == 0)
            throw new EvidenceFault("There is no signed event of this period and scope, so there is nothing to prove.");
        for (var i = 0; i < tables.Count; i++)
            await CopyAsync(zip, EvidenceTable.Files[i].File, tables[i]);
        await CopyAsync(zip, "proof/omitted.txt", omitted);
        await zip.AddAsync("proof/checkpoint.jws", Encoding.ASCII.GetBytes(checkpoint.Jws + "\n"));
        await zip.AddAsync("proof/latest.jws", Encoding.ASCII.GetBytes(latest.Jws + "\n"));
        await PackageAnchors.AddAsync(zip, db, package.TreeSize, package.AskedAt, cancellation);
        var consistency = MerkleProofs.Consistency(package.TreeSize, package.LatestSize, Stored);
        await zip.AddAsync("proof/consistency.txt", Encoding.ASCII.GetBytes(string.Concat(consistency.Select(hash => $"{hash}\n"))));
        await KeysAsync(zip, keys);
        var contents = Contents(events.Counts, await CampaignAsync(cancellation), await db.ArchivedAsync(cancellation));
        await new PackageContents(db, package, keys, queries, () => progress(leaves, leaves)).WriteAsync(zip, contents, tally, cancellation);
        await zip.AddAsync("PROVES.md", Encoding.UTF8.GetBytes(EvidenceProves.Text(contents)));
        await zip.AddAsync("verify.html", VerifyPage.Bytes);
        await zip.AddAsync("manifest.dsse.json", keys.Seal(EvidenceStatement.Of(zip.Files, contents).ToCanonicalBytes()).ToBytes());
        foreach (var table in tables)
            await table.DisposeAsync();
        return events.Counts;
    }

    private async Task EventsAsync(EventWriter events, List<FileStream> tables, CancellationToken cancellation)
    {
        await EventWriter.BeginAsync(tables);
        var reach = EvidenceReach.Of(package);
        var (first, end) = await reach.LeavesAsync(db, package.TreeSize, cancellation);
        leaves = end - first;
        for (var from = first; from < end; from += Chunk)
        {
            var (begin, stop) = (from, Math.Min(from + Chunk, end));
            var rows = await reach.In(db, walked: true).Where(e => e.LeafIndex >= begin && e.LeafIndex < stop).OrderBy(e => e.LeafIndex)
                .Select(e => new { Leaf = e.LeafIndex!.Value, e.Body, e.LeafHash }).ToListAsync(cancellation);
            foreach (var row in rows)
                await events.AddAsync(row.Leaf, row.Body, row.LeafHash, cancellation);
            await progress(stop - first, end - first);
        }

        await events.PassAsync(package.TreeSize, cancellation);
    }

    private EvidenceContents Contents(EvidenceCounts counts, string? campaign, ArchivedPart? archived) => new()
    {
        Format = EvidenceStatement.Format,
        Package = package.Id.ToString(),
        Log = log,
        From = package.From,
        Until = package.Until,
        Scope = package.Scope,
        Whole = package.IsWhole,
        Framework = package.Framework is { } key ? ControlCatalogue.Shipped.FrameworkOf(key)?.Name ?? key : null,
        Campaign = campaign,
        ArchivedEvents = archived?.Touches(package.From) == true ? archived.Events : null,
        ArchivedUntil = archived?.Touches(package.From) == true ? archived.NewestAt : null,
        AskedAt = package.AskedAt,
        AskedBy = package.AskedBy,
        Reason = package.Reason,
        TreeSize = package.TreeSize,
        LatestSize = package.LatestSize,
        Counts = counts,
    };

    private async Task<string?> CampaignAsync(CancellationToken cancellation) => package.CampaignId is { } id
        ? $"{await db.ReviewCampaigns.Where(c => c.Id == id).Select(c => c.Name).SingleOrDefaultAsync(cancellation)} ({id})" : null;

    internal static async Task KeysAsync(PackageZip zip, SigningKeys keys)
    {
        await zip.AddAsync("proof/keys.json", Encoding.ASCII.GetBytes($$"""{"keys":[{{string.Join(',', keys.PublicJwks)}}]}""" + "\n"));
        using var own = CheckpointKey.FromPublicJwk(keys.PublicJwks[0])!;
        await zip.AddAsync("proof/key.pem", Encoding.ASCII.GetBytes(own.ExportSubjectPublicKeyInfoPem() + "\n"));
    }

    private async Task<LogCheckpoint> CheckpointAsync(long size, CancellationToken cancellation) =>
        await db.Checkpoints.AsNoTracking().SingleOrDefaultAsync(c => c.Size == size, cancellation)
            ?? throw new EvidenceFault($"The checkpoint over {size} events is missing. Verify the log: it is not as it was signed.");

    private MerkleHash[] Stored(int level, long first, int count) => AuditEventQuery.Stored(db, level, first, count);

    private static FileStream Scratch() =>
        new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private static Task CopyAsync(PackageZip zip, string name, FileStream scratch) => zip.AddAsync(name, async stream =>
    {
        scratch.Position = 0;
        await scratch.CopyToAsync(stream);
    });
}
