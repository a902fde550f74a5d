using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>One event that has no place in the tree yet: an audit row, or a decision that is still a line of the journal.</summary>
internal readonly record struct WaitingEvent(long? RowId, byte[] Body, AuditColumns Columns, MerkleHash Hash);

/// <summary>What the sequencer places next: audit rows by id, then whole journal entries, about as many as one short transaction takes.</summary>
internal sealed class WaitingEvents
{
    public List<WaitingEvent> Events { get; private set; } = [];

    /// <summary>Journal entries whose lines are all among the events.</summary>
    public List<long> Entries { get; } = [];

    public static async Task<WaitingEvents> ReadAsync(PortalDb db, int limit, DateTimeOffset now, CancellationToken cancellation)
    {
        var waiting = new WaitingEvents();
        foreach (var row in await db.AuditEvents.AsNoTracking().Where(e => e.LeafIndex == null).OrderBy(e => e.Id).Take(limit)
            .Select(e => new { e.Id, e.Body }).ToListAsync(cancellation))
        {
            var body = System.Text.Encoding.UTF8.GetBytes(row.Body);
            waiting.Events.Add(new WaitingEvent(row.Id, body, default, MerkleTree.LeafHash(body)));
        }

        if (waiting.Events.Count >= limit)
            return waiting;
        // Entries are taken whole, so the last one may go over the limit; none is read in vain.
        await foreach (var entry in db.Journal.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            waiting.Entries.Add(entry.Id);
            foreach (var line in Lines(entry.Lines))
                waiting.Events.Add(Decision(entry.Lines.AsSpan(line), now));
            if (waiting.Events.Count >= limit)
                break;
        }

        return waiting;
    }

    /// <summary>Takes out decisions that the log, or an earlier line, holds already, word for word.</summary>
    public async Task DropRepeatedAsync(PortalDb db, CancellationToken cancellation)
    {
        var ids = Events.Where(e => e.RowId is null).Select(e => e.Columns.EventId).ToList();
        var seen = (await db.AuditEvents.AsNoTracking().Where(e => ids.Contains(e.EventId)).Select(e => new { e.EventId, e.Body }).ToListAsync(cancellation))
            .Select(e => (e.EventId, MerkleTree.LeafHash(System.Text.Encoding.UTF8.GetBytes(e.Body)))).ToHashSet();
        Events = [.. Events.Where(e => e.RowId is not null || seen.Add((e.Columns.EventId, e.Hash)))];
    }

    private static IEnumerable<Range> Lines(byte[] entry)
    {
        for (var start = 0; start < entry.Length;)
        {
            var length = Array.IndexOf(entry, (byte)'\n', start) is var end and >= 0 ? end - start : entry.Length - start;
            if (length > 0)
                yield return start..(start + length);
            start += length + 1;
        }
    }

    private static WaitingEvent Decision(ReadOnlySpan<byte> line, DateTimeOffset now)
    {
        if (!CanonicalJson.TryToBytes(line, out var body, out _) || !AuditColumns.TryRead(body, out var columns))
            (body, columns) = Unreadable(line, now);
        return new WaitingEvent(null, body, columns, MerkleTree.LeafHash(body));
    }

    // A line nobody can read must neither stop the log nor vanish from it.
    private static (byte[], AuditColumns) Unreadable(ReadOnlySpan<byte> line, DateTimeOffset now)
    {
        var kept = line.Length > 3000 ? line[..3000] : line;
        var body = new AuditBody
        {
            Id = Guid.CreateVersion7(now),
            At = now,
            Kind = "journal.unreadable",
            Actor = new AuditActor(ActorKind.Rule, Guid.Empty, "sequence audit"),
            Sentence = "A journal line could not be read as an event; its bytes are kept here.",
            Facts = new Dictionary<string, string?> { ["line"] = Convert.ToBase64String(kept) },
        }.ToCanonicalBytes();
        _ = AuditColumns.TryRead(body, out var columns);
        return (body, columns);
    }
}
