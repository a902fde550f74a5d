using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;

namespace NhiPortal.Features.Evidence.Verifying;

/// <summary>Reads every event of the package: its hash, its place, its period, and what the tables must say of it.</summary>
internal sealed class EventCheck(TreeCheck tree, EvidenceContents contents, PackageFaults faults)
{
    private readonly IncrementalHash[] tables = [.. EvidenceTable.Files.Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];
    private long events, actions, attributed, first = -1, last = -1, number;

    public void Run(LineReader lines)
    {
        foreach (var table in tables)
            table.AppendData(Encoding.UTF8.GetBytes(EvidenceTable.Head));
        while (lines.TryNext(out var line))
        {
            number++;
            if (lines.Torn || !EvidenceLine.TryRead(line, out var read))
                faults.Add($"actions.jsonl, line {number}", "It is no event as the portal writes them.");
            else
                Take(read);
        }

        tree.End(contents.TreeSize);
        if (events == 0)
            faults.Add("actions.jsonl", "The package is empty: it holds no event and proves nothing.");
        var counted = new EvidenceCounts { Events = events, Actions = actions, Attributed = attributed, FirstLeaf = first, LastLeaf = last, LeftOut = first < 0 ? 0 : last - first + 1 - events };
        if (contents.Archive == true && counted.LeftOut > 0)
            faults.Add("the archive", $"It leaves out {counted.LeftOut} events between its first and its last one.");
        if (counted != contents.Counts)
            faults.Add("manifest.dsse.json", $"It says {Words(contents.Counts)}; the package holds {Words(counted)}.");
    }

    /// <summary>What a table's bytes must hash to, by its name.</summary>
    public IEnumerable<(string File, string Sha256)> Tables() => EvidenceTable.Files.Select((table, index) => (table.File, Convert.ToHexStringLower(tables[index].GetCurrentHash())));

    private void Take(EvidenceLine line)
    {
        var hash = MerkleTree.LeafHash(line.Body);
        if (hash != line.Hash)
            faults.Add($"event at leaf {line.Leaf}", $"It is not what was signed: its body does not match its hash (actions.jsonl, line {number}).");
        if (!tree.Event(line.Leaf, hash))
            return;
        try
        {
            using var json = JsonDocument.Parse(line.Body.ToArray());
            Count(json.RootElement, line.Leaf);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            faults.Add($"event at leaf {line.Leaf}", "It is no audit event.");
        }
    }

    private void Count(JsonElement body, long leaf)
    {
        var at = body.GetProperty("at").GetDateTimeOffset();
        if (at < contents.From || at >= contents.Until)
            faults.Add($"event at leaf {leaf}", "It is not of the package's period.");
        var (action, named) = EvidenceTable.Weigh(body);
        var (row, kind) = (Encoding.UTF8.GetBytes(EvidenceTable.Row(body, leaf)), body.GetProperty("kind").GetString()!);
        for (var i = 0; i < tables.Length; i++)
            if (EvidenceTable.Holds(EvidenceTable.Files[i].File, EvidenceTable.Files[i].Groups, kind))
                tables[i].AppendData(row);
        (events, actions, attributed) = (events + 1, actions + (action ? 1 : 0), attributed + (named ? 1 : 0));
        (first, last) = (first < 0 ? leaf : first, leaf);
    }

    private static string Words(EvidenceCounts counts) =>
        $"{counts.Events} events from leaf {counts.FirstLeaf} to {counts.LastLeaf}, {counts.Actions} actions, {counts.Attributed} attributed, {counts.LeftOut} left out";
}
