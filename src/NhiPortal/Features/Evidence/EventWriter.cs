using System.Text;
using System.Text.Json;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Evidence;
using NhiPortal.Features.Evidence.Contents;

namespace NhiPortal.Features.Evidence;

/// <summary>
/// Takes the package's events in the tree's order and writes them, their tables and what proves their places, holding none.
/// </summary>
internal sealed class EventWriter(Stream lines, Stream omitted, IReadOnlyList<Stream> tables, MerkleGaps gaps, IReadOnlyList<long> cuts, EventTally tally)
{
    private readonly MerkleFrontier tree = new();
    private long events, actions, attributed, leftOut, first = -1, last = -1;

    public MerkleHash Root => tree.Root();

    public EvidenceCounts Counts => new() { Events = events, Actions = actions, Attributed = attributed, FirstLeaf = first, LastLeaf = last, LeftOut = leftOut };

    public static async Task BeginAsync(IEnumerable<Stream> tables)
    {
        foreach (var table in tables)
            await table.WriteAsync(Encoding.UTF8.GetBytes(EvidenceTable.Head));
    }

    public async Task AddAsync(long leaf, string body, byte[]? stored, CancellationToken cancellation)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var hash = MerkleTree.LeafHash(bytes);
        if (stored is not { Length: MerkleHash.Length } || new MerkleHash(stored) != hash)
            throw new EvidenceFault($"Event {leaf} does not match its hash. Verify the log: it is not as it was signed.");
        if (first >= 0)
            leftOut += leaf - tree.Size;
        await PassAsync(leaf, cancellation);
        tree.Append(hash);
        await lines.WriteAsync(Encoding.UTF8.GetBytes(EvidenceLine.Write(body, hash, leaf)), cancellation);
        using var json = JsonDocument.Parse(bytes);
        var (action, named) = EvidenceTable.Weigh(json.RootElement);
        var (row, kind) = (Encoding.UTF8.GetBytes(EvidenceTable.Row(json.RootElement, leaf)), json.RootElement.GetProperty("kind").GetString()!);
        tally.Add(json.RootElement, leaf, kind, action, named);
        for (var i = 0; i < tables.Count; i++)
            if (EvidenceTable.Holds(EvidenceTable.Files[i].File, EvidenceTable.Files[i].Groups, kind))
                await tables[i].WriteAsync(row, cancellation);
        (events, actions, attributed) = (events + 1, actions + (action ? 1 : 0), attributed + (named ? 1 : 0));
        (first, last) = (first < 0 ? leaf : first, leaf);
    }

    /// <summary>Everything up to a leaf is left out; checkpoints that somebody may have kept are stopped at, so that they can be compared.</summary>
    public async Task PassAsync(long leaf, CancellationToken cancellation)
    {
        if (leaf == tree.Size)
            return;
        foreach (var stop in cuts.Where(cut => cut > tree.Size && cut < leaf).Append(leaf))
            foreach (var node in gaps.Cover(tree.Size, stop))
            {
                await omitted.WriteAsync(Encoding.ASCII.GetBytes($"{tree.Size} {node.Level} {node.Hash}\n"), cancellation);
                tree.TryAppend(node.Level, node.Hash);
            }
    }
}
