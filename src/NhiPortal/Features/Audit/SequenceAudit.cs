using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Gives waiting events their place in the Merkle tree, each exactly one, in short transactions. Repeats safely and on
/// several instances at once: whoever grows the tree's state row first wins, the others start over from what is new.
/// </summary>
public sealed class SequenceAudit(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private readonly SequencerPace pace = new();

    /// <returns>How many events were placed.</returns>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        for (var total = 0L; ;)
        {
            if (await ChunkAsync(cancellation) is not { } placed)
                continue;
            total += placed;
            if (placed == 0)
                return total;
            // Whoever waits for the database's one writer lock gets it between two chunks.
            await pace.RestAsync(cancellation);
        }
    }

    private async Task<int?> ChunkAsync(CancellationToken cancellation)
    {
        try
        {
            return await ChunkAsync(false, cancellation);
        }
        catch (DbException)
        {
            // A writer that did not hear of its own commit writes the same decisions again: their second copy has no place.
            return await ChunkAsync(true, cancellation);
        }
    }

    /// <summary>Null when another instance was first.</summary>
    private async Task<int?> ChunkAsync(bool dropRepeated, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        // The state is read before the events: if it has not moved at the end, neither have they.
        var state = await db.LogStates.AsNoTracking().SingleAsync(cancellation);
        await pace.LookAsync(db, cancellation);
        var waiting = await WaitingEvents.ReadAsync(db, pace.Chunk, time.GetUtcNow(), cancellation);
        pace.Mind(waiting.Events.Find(waiter => waiter.RowId is null) is { RowId: null, Body: not null } first ? first.Columns.At : null, time.GetUtcNow());
        if (waiting.Events.Count == 0 && waiting.Entries.Count == 0)
            return 0;

        if (dropRepeated)
            await waiting.DropRepeatedAsync(db, cancellation);
        var tree = state.Frontier.Length == 0 ? new MerkleFrontier() : MerkleFrontier.Parse(state.Frontier);
        if (tree.Size != state.Size)
            throw new InvalidOperationException($"The log's state says {state.Size} rows and a tree of {tree.Size}; it was changed by hand. Verify the log.");
        var completed = new List<MerkleNode>();
        foreach (var waiter in waiting.Events)
            tree.Append(waiter.Hash, completed);

        // Everything was computed before the lock is taken, so it is held for the writing alone.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        using var writer = new LogWriter(db.Database.GetDbConnection(), transaction.GetDbTransaction());
        if (!await writer.GrowAsync(state, tree, cancellation))
            return null;
        await writer.PlaceAsync(waiting, state.Size, cancellation);
        await writer.AddAsync(completed, cancellation);
        await transaction.CommitAsync(cancellation);
        return waiting.Events.Count;
    }
}
