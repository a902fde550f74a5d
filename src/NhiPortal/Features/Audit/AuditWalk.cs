using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Reads what a filter matches in the log's order, along the index that reaches furthest, and looks at a bounded number
/// of rows where some of them may not match.
/// </summary>
internal sealed class AuditWalk
{
    /// <summary>How many rows one reading looks at before it says how far it came.</summary>
    public const int Reach = 20_000;

    private readonly PortalDb db;
    private readonly AuditMatch match;
    private readonly bool up;
    private readonly long above, below;
    private IReadOnlyList<AuditTrail> way;

    private AuditWalk(PortalDb db, AuditMatch match, long above, long below, bool up) =>
        (this.db, this.match, this.above, this.below, this.up, way) = (db, match, above, below, up, match.Ways[0]);

    /// <summary>The last row that was looked at, when the walk had to stop before the end.</summary>
    public long? Edge { get; private set; }

    /// <param name="db">Where to read.</param>
    /// <param name="match">What to read.</param>
    /// <param name="filter">Its period and where to start.</param>
    /// <param name="up">Towards newer events.</param>
    /// <param name="bounded">False for a file, which is read to its end.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<AuditWalk> StartAsync(PortalDb db, AuditMatch match, AuditFilter filter, bool up, bool bounded, CancellationToken cancellation)
    {
        var newest = await db.AuditEvents.MaxAsync(e => (long?)e.Id, cancellation) ?? 0;
        // The log's beginning may have been archived; nobody is to walk through rows that are gone.
        var gone = (await db.AuditEvents.MinAsync(e => (long?)e.Id, cancellation) ?? 1) - 1;
        var above = Math.Max(gone, filter.Since is { } since ? await db.AllBeforeAsync(since, cancellation) : 0);
        var below = filter.Until is { } until ? await db.NoneBeforeAsync(until, cancellation) + 1 : newest + 1;
        var walk = new AuditWalk(db, match, Math.Max(above, filter.NewerThan ?? 0), Math.Min(below, filter.OlderThan ?? below), up);
        if (match.Sparse && bounded)
            await walk.ChooseAsync(cancellation);
        return walk;
    }

    /// <summary>The next so many rows after one, with those that only their body can rule out.</summary>
    public async Task<IReadOnlyList<AuditEvent>> TakeAsync(long? after, int count, CancellationToken cancellation)
    {
        var (first, last) = up ? (Math.Max(above, after ?? above), Edge + 1 ?? below) : (Edge - 1 ?? above, Math.Min(below, after ?? below));
        var rows = way.Select(trail => Order(match.Tests.Aggregate(Between(trail, first, last), (found, test) => found.Where(test))).Take(count)).ToList();
        return rows is [var only] ? await only.ToListAsync(cancellation)
            : await Order(rows.Aggregate((some, more) => some.Concat(more))).Take(count).ToListAsync(cancellation);
    }

    private IQueryable<AuditEvent> Between(AuditTrail trail, long first, long last)
    {
        var rows = db.AuditEvents.AsNoTracking().Where(e => e.Id > first && e.Id < last);
        return trail.Rows is { } only ? rows.Where(only) : rows;
    }

    private IQueryable<AuditEvent> Order(IQueryable<AuditEvent> rows) => up ? rows.OrderBy(e => e.Id) : rows.OrderByDescending(e => e.Id);

    // The way that comes furthest within its reach wins; one that comes to its end answers completely.
    private async Task ChooseAsync(CancellationToken cancellation)
    {
        var edges = new List<(IReadOnlyList<AuditTrail> Way, long? Edge)>();
        foreach (var candidate in match.Ways)
        {
            long? edge = null;
            foreach (var trail in candidate)
                if (await EdgeAsync(trail, Reach / candidate.Count, cancellation) is { } found)
                    edge = edge is { } nearest ? up ? Math.Min(nearest, found) : Math.Max(nearest, found) : found;
            edges.Add((candidate, edge));
            if (edge is null)
                break;
        }

        (way, Edge) = edges.MinBy(choice => choice.Edge switch { null => long.MinValue, { } edge => up ? -edge : edge });
    }

    private async Task<long?> EdgeAsync(AuditTrail trail, int reach, CancellationToken cancellation)
    {
        var rows = Between(trail, above, below);
        if (trail is { Rows: not null, Sorted: true })
            return await Order(rows).Skip(reach).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancellation);
        // Rows are numbered without gaps worth counting, so a distance bounds what the walk can meet.
        var far = up ? above + reach : below - reach;
        return (up ? far >= below : far <= above) || (trail.Rows is not null && await rows.Take(reach + 1).CountAsync(cancellation) <= reach) ? null : far;
    }
}
