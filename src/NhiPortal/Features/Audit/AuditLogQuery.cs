using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>One line of the log; pages go on from its <see cref="Row"/>.</summary>
public sealed record AuditLine(
    long Row, Guid EventId, DateTimeOffset At, string Kind, string Actor, string Sentence, string? Integration, string? Target, string? Client, long? LeafIndex);

/// <summary>One page of the log, newest first, and where its neighbours begin.</summary>
public sealed record AuditPage(IReadOnlyList<AuditLine> Lines)
{
    /// <summary>Older events may follow below this row.</summary>
    public long? Older { get; init; }

    /// <summary>Newer events match above this row.</summary>
    public long? Newer { get; init; }

    /// <summary>How far back this page looked, when it stopped before it was full; older events may match.</summary>
    public DateTimeOffset? LookedBackTo { get; init; }

    /// <summary>The log's newest row when the page was read.</summary>
    public long SeenUpTo { get; init; }

    /// <summary>What has left the database, where the reading would have reached into it; it is in archives only.</summary>
    public ArchivedPart? Archived { get; init; }

    /// <summary>Of a person's decisions only the newest were followed to their events.</summary>
    public bool OnlyNewestRequests { get; init; }
}

/// <summary>Reads the log a page at a time, for whom may read it and of their tenants only, whatever it is narrowed to and however long it is.</summary>
public sealed class AuditLogQuery(IDbContextFactory<PortalDb> databases)
{
    /// <summary>Newer events are counted up to here.</summary>
    public const int MostCounted = 100;

    // Where the body has to be asked, most rows may fall out, so more are read at a time.
    private const int Chunk = 500;

    public async Task<AuditPage> RunAsync(Actor actor, AuditFilter filter, int size, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return new([]);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var seen = await db.AuditEvents.MaxAsync(e => (long?)e.Id, cancellation) ?? 0;
        var archived = await db.ArchivedAsync(cancellation) is { } part && part.Touches(filter.Since) ? part : null;
        var match = await AuditMatch.ReadAsync(db, actor, filter, cancellation);
        if (match.Nothing)
            return new([]) { SeenUpTo = seen, Archived = archived };
        if (filter.NewerThan is { } start)
        {
            var (newer, _, _) = await ReadAsync(db, match, filter with { OlderThan = null }, true, size, cancellation);
            // What does not fill a page is the newest page.
            if (newer.Count > size)
                return new([.. newer.Take(size).Reverse().Select(Line)]) { Older = newer[0].Id, Newer = newer[size - 1].Id, SeenUpTo = seen, Archived = archived };
            filter = filter with { NewerThan = null, OlderThan = null };
        }

        var (found, edge, ended) = await ReadAsync(db, match, filter, false, size, cancellation);
        var full = found.Count > size;
        var page = new AuditPage([.. found.Take(size).Select(Line)]) { SeenUpTo = seen, Archived = archived, OnlyNewestRequests = match.OnlyNewestRequests };
        return page with
        {
            Older = full ? found[size - 1].Id : ended ? null : edge,
            Newer = filter.OlderThan is null ? null : found.Count > 0 ? found[0].Id : filter.OlderThan - 1,
            LookedBackTo = full || ended || edge is not { } reached ? null
                : await db.AuditEvents.Where(e => e.Id >= reached).OrderBy(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancellation),
        };
    }

    /// <summary>How many events match above a row, up to <see cref="MostCounted"/>; what a page that is open does not show yet.</summary>
    public async Task<int> CountNewerAsync(Actor actor, AuditFilter filter, long row, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return 0;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        // Most looks find nothing new at all, and those must cost next to nothing.
        if (!await db.AuditEvents.AnyAsync(e => e.Id > row, cancellation))
            return 0;
        var match = await AuditMatch.ReadAsync(db, actor, filter, cancellation);
        return match.Nothing ? 0 : (await ReadAsync(db, match, filter with { NewerThan = row, OlderThan = null }, true, MostCounted - 1, cancellation)).Found.Count;
    }

    /// <summary>One more than a page holds, unless there are no more.</summary>
    private static async Task<(List<AuditEvent> Found, long? Edge, bool Ended)> ReadAsync(
        PortalDb db, AuditMatch match, AuditFilter filter, bool up, int size, CancellationToken cancellation)
    {
        var walk = await AuditWalk.StartAsync(db, match, filter, up, true, cancellation);
        var count = match.Told is null ? size + 1 : Chunk;
        var found = new List<AuditEvent>();
        for (long? after = null; ;)
        {
            var rows = await walk.TakeAsync(after, count, cancellation);
            found.AddRange(rows.DistinctBy(row => row.Id).Where(row => match.Told?.Invoke(AuditBody.Parse(row.Body)) != false));
            if (found.Count > size || rows.Count < count)
                return (found[..Math.Min(found.Count, size + 1)], walk.Edge, rows.Count < count && walk.Edge is null);
            after = rows[^1].Id;
        }
    }

    private static AuditLine Line(AuditEvent row)
    {
        var body = AuditBody.Parse(row.Body);
        return new AuditLine(row.Id, row.EventId, row.At, row.Kind, body.Actor.Name, body.Sentence, body.Integration?.Key, body.Target?.Key, body.Client, row.LeafIndex);
    }
}
