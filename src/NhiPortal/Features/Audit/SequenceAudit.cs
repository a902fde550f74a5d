using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Gives waiting events their place in the Merkle tree, each exactly one, in short transactions. Repeats safely and on
/// several instances at once: whoever grows the tree's state row first wins, the others start over from what is new.
/// </summary>
public sealed class SequenceAudit(IDbContextFactory<PortalDb> databases, WriterSeats seats, TimeProvider time)
{
    // Pages that many events touch are written once for a whole chunk; decisions wait for the chunk before their commit.
    private const int Chunk = 384;
    private const int CopiedBackAfter = 8192;
    private long placedSinceCopy;

    /// <returns>How many events were placed.</returns>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        for (var total = 0L; ;)
        {
            if (await ChunkAsync(cancellation) is not { } step)
                continue;
            total += step.Placed;
            // A chunk that is not full has left next to nothing: what came meanwhile is worth a fuller one soon.
            if (!step.More)
                return total;
        }
    }

    private async Task<(int Placed, bool More)?> ChunkAsync(CancellationToken cancellation)
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
    private async Task<(int Placed, bool More)?> ChunkAsync(bool dropRepeated, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        // The state is read before the events: if it has not moved at the end, neither have they.
        var state = await db.LogStates.AsNoTracking().SingleAsync(cancellation);
        var waiting = await WaitingEvents.ReadAsync(db, Chunk, time.GetUtcNow(), cancellation);
        var more = waiting.Events.Count >= Chunk;
        if (waiting.Events.Count == 0 && waiting.Entries.Count == 0)
            return (0, false);

        if (dropRepeated)
            await waiting.DropRepeatedAsync(db, cancellation);
        await db.Database.CloseConnectionAsync();
        var tree = state.Frontier.Length == 0 ? new MerkleFrontier() : MerkleFrontier.Parse(state.Frontier);
        if (tree.Size != state.Size)
            throw new InvalidOperationException($"The log's state says {state.Size} rows and a tree of {tree.Size}; it was changed by hand. Verify the log.");
        var completed = new List<MerkleNode>();
        foreach (var waiter in waiting.Events)
            tree.Append(waiter.Hash, completed);

        // Everything was computed before the turn comes. A thread of its own waits for it and for the disk, not one of the
        // few that answer callers.
        var placed = await Task.Factory.StartNew(() => Place(state, tree, waiting, completed), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return placed ? (waiting.Events.Count, more) : null;
    }

    private bool Place(LogState state, MerkleFrontier tree, WaitingEvents waiting, List<MerkleNode> completed)
    {
        var placed = seats.Sequencer.Write(seat =>
        {
            var writer = new LogWriter(seat);
            if (!writer.Grow(state, tree))
                return false;
            writer.Place(waiting, state.Size);
            writer.Add(completed);
            return true;
        });
        placedSinceCopy += waiting.Events.Count;
        if (placedSinceCopy >= CopiedBackAfter)
        {
            placedSinceCopy = 0;
            seats.Sequencer.CopyBack();
        }

        return placed;
    }
}
