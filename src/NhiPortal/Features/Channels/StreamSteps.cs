using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Features.Channels;

/// <summary>
/// A stream is a channel that is told all of the log in runs, one after the other: the next run is written when the one
/// before has arrived, so order is kept and nothing is left out, and a run that is given up halts the stream.
/// </summary>
internal static class StreamSteps
{
    public const int LongestRun = 500;

    /// <summary>Streams of which something is left to tell and no run is under way.</summary>
    public static IQueryable<WebhookEndpoint> Behind(this PortalDb db, long size) => db.WebhookEndpoints.Where(e =>
        e.Active && (e.Kind == ChannelKind.Siem || e.Kind == ChannelKind.SiemFile) && e.NextLeaf < size
        && !db.Deliveries.Any(d => d.EndpointId == e.Id && (d.State == DeliveryState.Waiting || d.State == DeliveryState.GivenUp) && d.FirstLeaf != null));

    /// <summary>Writes the next run and moves the stream on, in one transaction; null when another instance was first or nothing is left.</summary>
    public static async Task<Delivery?> NextRunAsync(this Work run, WebhookEndpointId id, CancellationToken cancellation)
    {
        var size = await run.Db.LogStates.Select(state => state.Size).SingleAsync(cancellation);
        if (await run.Db.Behind(size).SingleOrDefaultAsync(e => e.Id == id, cancellation) is not { } stream)
            return null;
        var leaves = (int)Math.Min(LongestRun, size - stream.NextLeaf);
        var next = Delivery.Run(id, stream.NextLeaf, leaves, run.Now);
        run.Db.Deliveries.Add(next);
        stream.GoOnFrom(stream.NextLeaf + leaves);
        return next;
    }

    /// <summary>The events of a run that the stream may hear of, in the log's order.</summary>
    public static async Task<IReadOnlyList<(long Leaf, AuditBody Told)>> RunAsync(this PortalDb db, WebhookEndpoint stream, long first, int leaves, CancellationToken cancellation)
    {
        var (end, tenant) = (first + leaves, stream.TenantId);
        var rows = await db.AuditEvents.AsNoTracking().Where(e => e.LeafIndex >= first && e.LeafIndex < end).OrderBy(e => e.LeafIndex)
            .Select(e => new { e.LeafIndex, e.TenantId, e.Body }).ToListAsync(cancellation);
        return [.. rows.Where(row => tenant is null || row.TenantId == tenant).Select(row => (row.LeafIndex!.Value, AuditBody.Parse(row.Body)))];
    }
}
