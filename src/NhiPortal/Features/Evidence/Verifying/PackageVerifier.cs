using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>
/// Checks a package from its bytes alone: signature, files, every event, its place in the tree, the checkpoints and the tables.
/// Everything is read as a stream, and everything unexpected is a fault.
/// </summary>
internal sealed class PackageVerifier
{
    private const string Manifest = "manifest.dsse.json";
    private static readonly string[] Needed = ["actions.jsonl", "proof/checkpoint.jws", "proof/latest.jws", "proof/consistency.txt", "proof/omitted.txt", "proof/keys.json", "PROVES.md"];

    /// <summary>What a package has beside, and an archive has not: tables and what people read.</summary>
    private static readonly string[] AlsoNeeded = [.. EvidenceTable.Files.Select(table => table.File), "assessment-results.oscal.json", "matrix.xlsx", "report.pdf", "reviews.jsonl"];

    private const int MostAnchors = 200, MostNoted = 5;

    private readonly PackageFaults faults = new();
    private readonly List<string> notes = [];
    private readonly PackageFiles files;
    private readonly IReadOnlyList<ECDsa> pinned;
    private readonly IReadOnlyList<string> anchors;
    private readonly X509Certificate2Collection authorities;
    private IReadOnlyList<ECDsa> keys = [];
    private EvidenceContents? contents;
    private string? keyId;
    private bool anchored;

    private PackageVerifier(IReadOnlyList<ECDsa> pinned, IReadOnlyList<string> anchors, X509Certificate2Collection authorities)
    {
        files = new PackageFiles(faults);
        (this.pinned, this.anchors, this.authorities) = (pinned, anchors, authorities);
    }

    /// <param name="file">The package; it must be able to go back.</param>
    /// <param name="pinned">Keys the reader had before; none leaves the package's own.</param>
    /// <param name="anchors">Checkpoints the reader kept elsewhere, as compact JWS, one or a file's many.</param>
    /// <param name="authorities">Certificates of time-stamping authorities the reader trusts.</param>
    public static PackageVerdict Run(Stream file, IReadOnlyList<ECDsa> pinned, IReadOnlyList<string> anchors, X509Certificate2Collection? authorities = null)
    {
        var check = new PackageVerifier(pinned, anchors, authorities ?? []);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            check.All(zip);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or IOException)
        {
            check.faults.Add("the file", $"It is no readable package: {fault.Message}");
        }

        return check.Verdict();
    }

    private PackageVerdict Verdict() => new()
    {
        Level = faults.Count > 0 ? TrustLevel.Broken : pinned.Count == 0 ? TrustLevel.EmbeddedKey : anchored ? TrustLevel.PinnedAndAnchored : TrustLevel.PinnedKey,
        Faults = faults.Kept,
        FaultCount = faults.Count,
        Contents = contents,
        KeyId = keyId,
        Notes = notes,
    };

    private void All(ZipArchive zip)
    {
        files.Open(zip);
        if (files.Small(Manifest) is not { } bytes)
            return;
        if (!Dsse.TryRead(bytes, out var envelope))
        {
            faults.Add(Manifest, "It is no signed envelope in the one form that is written.");
            return;
        }

        keyId = envelope.KeyId;
        keys = [.. pinned, .. Embedded()];
        if (!Signed(envelope) || !EvidenceStatement.TryRead(envelope.Payload, out var statement))
        {
            if (faults.Count == 0)
                faults.Add(Manifest, "What it signs is no statement that this program knows; a newer portal may have made it.");
            return;
        }

        contents = statement.Contents;
        var needed = contents.Archive == true ? Needed : [.. Needed, .. AlsoNeeded];
        files.Compare(statement, Manifest, needed);
        if (!needed.All(files.Has))
            return;
        Log(statement);
        anchored |= StampCheck.Run(files, authorities, faults, notes);
    }

    private bool Signed(Dsse envelope)
    {
        if ((pinned.Count > 0 ? pinned : keys).Any(envelope.IsSignedBy))
            return true;
        faults.Add(Manifest, pinned.Count > 0 && keys.Any(envelope.IsSignedBy)
            ? $"It is signed with the key {envelope.KeyId}, which is not the one you trust: the key was swapped, or the package is of another portal."
            : "Its signature does not fit.");
        return false;
    }

    private void Log(EvidenceStatement statement)
    {
        var (checkpoint, latest) = (Checkpoint("proof/checkpoint.jws", statement.Contents.TreeSize), Checkpoint("proof/latest.jws", statement.Contents.LatestSize));
        var kept = Anchors(statement.Contents);
        using var lines = files.Read("actions.jsonl");
        using var omitted = files.Read("proof/omitted.txt");
        var tree = new TreeCheck(new LineReader(omitted), kept, faults);
        var events = new EventCheck(tree, statement.Contents, faults);
        events.Run(new LineReader(lines));
        foreach (var (file, sha256) in events.Tables())
            if (statement.Contents.Archive != true && statement.Subject.FirstOrDefault(subject => subject.Name == file)?.Digest.Sha256 != sha256)
                faults.Add(file, "It does not say what the events say.");
        if (checkpoint is null || latest is null)
            return;
        if (tree.Size != checkpoint.TreeSize || tree.Root != checkpoint.Root)
            faults.Add("proof/checkpoint.jws", $"The events do not give the root that was signed over {checkpoint.TreeSize} events.");
        if (!MerkleVerification.Extends(checkpoint.TreeSize, checkpoint.Root, latest.TreeSize, latest.Root, Consistency()))
            faults.Add("proof/consistency.txt", $"It does not show that the log over {latest.TreeSize} events goes on from the one over {checkpoint.TreeSize}.");
        if (kept.TryGetValue(latest.TreeSize, out var root) && latest.TreeSize != checkpoint.TreeSize)
        {
            if (root == latest.Root)
                tree.Fitting.Add(latest.TreeSize);
            else
                faults.Add("proof/latest.jws", $"The checkpoint over {latest.TreeSize} events that was kept elsewhere has another root: the log was replaced.");
        }

        anchored = kept.Keys.Any(tree.Fitting.Contains);
        notes.AddRange(kept.Keys.Where(size => !tree.Fitting.Contains(size) && faults.Count == 0).Take(MostNoted)
            .Select(size => $"The checkpoint over {size} events that was kept elsewhere cannot be compared with this package."));
    }

    private Checkpoint? Checkpoint(string name, long size)
    {
        if (files.Small(name) is not { } bytes)
            return null;
        var jws = Encoding.ASCII.GetString(bytes);
        var read = jws.EndsWith('\n') ? keys.Select(key => Domain.Audit.Checkpoint.Verify(jws[..^1], key)).FirstOrDefault(found => found is not null) : null;
        if (read is null)
            faults.Add(name, "It is no checkpoint signed by a key of this log.");
        else if (read.Origin != contents!.Log || read.TreeSize != size)
            faults.Add(name, $"It is a checkpoint of {read.Origin} over {read.TreeSize} events; the package is of {contents.Log} over {size}.");
        else
            return read;
        return null;
    }

    private Dictionary<long, MerkleHash> Anchors(EvidenceContents package)
    {
        var kept = new Dictionary<long, MerkleHash>();
        // Of a file that keeps one an hour for years, the newest this package can pass by.
        var given = anchors.SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Distinct().ToList();
        if (given.Count > MostAnchors)
            given = [.. given.Where(jws => Domain.Audit.Checkpoint.Claim(jws)?.TreeSize <= package.LatestSize).OrderByDescending(jws => Domain.Audit.Checkpoint.Claim(jws)!.TreeSize).Take(MostAnchors)];
        foreach (var jws in given)
        {
            var read = keys.Select(key => Domain.Audit.Checkpoint.Verify(jws, key)).FirstOrDefault(found => found is not null);
            if (read is null || read.Origin != package.Log)
                faults.Add("the kept checkpoint", "It is not signed by a key of this log, or it is of another log.");
            else if (!kept.TryAdd(read.TreeSize, read.Root) && kept[read.TreeSize] != read.Root)
                faults.Add("the kept checkpoint", $"Two of them, over {read.TreeSize} events, contradict each other.");
        }

        return kept;
    }

    private MerkleHash[] Consistency()
    {
        var lines = Encoding.ASCII.GetString(files.Small("proof/consistency.txt") ?? []).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.All(line => MerkleHash.TryParse(line, out _)) ? [.. lines.Select(MerkleHash.Parse)] : [MerkleTree.EmptyRoot];
    }

    private List<ECDsa> Embedded()
    {
        try
        {
            using var json = JsonDocument.Parse(files.Small("proof/keys.json") ?? "{}"u8.ToArray());
            return [.. json.RootElement.GetProperty("keys").EnumerateArray().Select(jwk => CheckpointKey.FromPublicJwk(jwk.GetRawText())).OfType<ECDsa>().Take(50)];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }
}
