using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>What the database says about the log before its rows are read: how far they are to be read, and compared with what.</summary>
internal sealed class LogStart
{
    private readonly LogState state;
    private readonly List<LogCheckpoint> stored;
    private readonly long highest;

    private LogStart(LogState state, List<LogCheckpoint> stored, long highest, IEnumerable<string?> kept) =>
        (this.state, this.stored, this.highest, Checkpoints) = (state, stored, highest, [.. stored.Select(c => c.Jws).Concat(kept.OfType<string>()).Where(jws => jws.Length > 0).Distinct()]);

    public IReadOnlyList<string> Checkpoints { get; }

    /// <summary>Every row below this was committed before the reading began.</summary>
    public long Bound => Math.Max(state.Size, highest + 1);

    public required long Waiting { get; init; }

    public static async Task<LogStart> ReadAsync(IDbContextFactory<PortalDb> databases, IEnumerable<string?> kept, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // Oldest statement first: the log only grows, so what is read later may say more, never less.
        var stored = await db.Checkpoints.AsNoTracking().OrderBy(c => c.Size).ToListAsync(cancellation);
        var highest = await db.AuditEvents.MaxAsync(e => e.LeafIndex, cancellation) ?? -1;
        // Before any event, an emptied table has no state row either.
        var state = await db.LogStates.AsNoTracking().SingleOrDefaultAsync(cancellation) ?? new LogState();
        var journaled = await db.Journal.SumAsync(e => (long)e.Count, cancellation);
        var waiting = await db.AuditEvents.LongCountAsync(e => e.LeafIndex == null, cancellation);
        return new LogStart(state, stored, highest, kept) { Waiting = waiting + journaled };
    }

    public Checkpoint? Newest(string logName, IReadOnlyList<ECDsa> publicKeys) => Checkpoints
        .OrderByDescending(jws => Checkpoint.Claim(jws)?.TreeSize).SelectMany(jws => publicKeys.Select(key => Checkpoint.Verify(jws, key)))
        .FirstOrDefault(checkpoint => checkpoint?.Origin == logName);

    public async Task CompareAsync(
        IDbContextFactory<PortalDb> databases, MerkleFrontier? tree, List<MerkleNode> expected, FaultList faults, CancellationToken cancellation)
    {
        if (highest >= state.Size)
            faults.Add(LogFaultKind.ChangedState, state.Size, $"The log's state says {state.Size} rows, yet there are rows up to {highest}.");
        else if (tree is not null && tree.Size != state.Size)
            faults.Add(LogFaultKind.ChangedState, tree.Size, $"The log's state says {state.Size} rows, yet there are {tree.Size}.");
        else if (tree is { Size: > 0 } && !tree.ToBytes().AsSpan().SequenceEqual(state.Frontier))
            faults.Add(LogFaultKind.ChangedState, null, "The log's state holds another tree than its rows give.");

        foreach (var row in stored.Where(row => Checkpoint.Claim(row.Jws) is { } said && (said.TreeSize != row.Size || !said.Root.ToArray().AsSpan().SequenceEqual(row.Root))))
            faults.Add(LogFaultKind.BadCheckpoint, null, $"The stored checkpoint of size {row.Size} is filed under other values than were signed.");

        await CompareNodesAsync(databases, expected, tree is not null, faults, cancellation);
    }

    private async Task CompareNodesAsync(
        IDbContextFactory<PortalDb> databases, List<MerkleNode> expected, bool whole, FaultList faults, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var nodes = await db.LogNodes.AsNoTracking().ToDictionaryAsync(n => (n.Level, n.Index), n => n.Hash, cancellation);
        foreach (var node in expected)
        {
            var rows = $"rows {node.Index << node.Level} to {((node.Index + 1) << node.Level) - 1}";
            if (!nodes.Remove((node.Level, node.Index), out var hash))
                faults.Add(LogFaultKind.ChangedNode, node.Index << node.Level, $"The stored tree has no node over {rows}.");
            else if (!node.Hash.ToArray().AsSpan().SequenceEqual(hash))
                faults.Add(LogFaultKind.ChangedNode, node.Index << node.Level, $"The stored tree was built over other rows than {rows} are now.");
        }

        // Rows that are missing leave nodes without counterpart; only of a whole tree is one too many.
        foreach (var (level, index) in nodes.Keys.Where(key => whole && (key.Level is <= 0 or > 62 || (key.Index + 1) <= state.Size >> key.Level)))
            faults.Add(LogFaultKind.ChangedNode, null, $"The stored tree has a node nobody made: level {level}, index {index}.");
    }
}
