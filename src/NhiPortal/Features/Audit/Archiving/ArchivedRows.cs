using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>Puts the hashes of archived events in their places when the whole log is read.</summary>
internal static class ArchivedRows
{
    /// <summary>Adds to a segment's rows the leaves that are kept as hashes. The rows were read before: what moves meanwhile is seen twice, never not at all.</summary>
    public static async Task<List<CheckedRow>> AddAsync(PortalDb db, List<CheckedRow> rows, long first, long end, CancellationToken cancellation)
    {
        var (low, high) = (first / MerkleTree.TileWidth, (end + MerkleTree.TileWidth - 1) / MerkleTree.TileWidth);
        var tiles = await db.LogTiles.AsNoTracking().Where(t => t.Index >= low && t.Index < high).OrderBy(t => t.Index).ToListAsync(cancellation);
        if (tiles.Count == 0)
            return rows;
        var seen = rows.Select(row => (row.Index, row.Hash)).ToHashSet();
        foreach (var tile in tiles)
        {
            var leaf = tile.Index * MerkleTree.TileWidth;
            rows.AddRange(ArchiveReading.Hashes(tile.Hashes).Select(hash => new CheckedRow(leaf++, hash, true, true)).Where(row => row.Index >= first && row.Index < end && !seen.Contains((row.Index, row.Hash))));
        }

        // A stable order: of two rows at one place the event comes first, and the other is named.
        return [.. rows.OrderBy(row => row.Index)];
    }

    /// <summary>How many leaves are hashes only. Where the log does not tell that two people agreed to that, it is a fault.</summary>
    public static async Task<long> JudgeAsync(IDbContextFactory<PortalDb> databases, FaultList faults, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var archived = await db.ArchivedSizeAsync(cancellation);
        if (archived > 0 && await db.VouchedAsync(cancellation) < archived)
            faults.Add(LogFaultKind.UnexplainedArchive, 0, $"Rows 0 to {archived - 1} are hashes only, and the log does not say that two people agreed to take them out of the database.");
        return archived;
    }
}
