using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>What has left the database: so many events at the log's beginning, all of them older than a moment.</summary>
public sealed record ArchivedPart(long Events, DateTimeOffset NewestAt)
{
    /// <summary>Whether a reading that begins then would have reached into it.</summary>
    public bool Touches(DateTimeOffset? since) => since is not { } from || from <= NewestAt;
}

/// <summary>Reads what is archived, what a hold keeps, and what the log itself says of its archives.</summary>
internal static class ArchiveReading
{
    /// <summary>The event that vouches for events being gone; it names the leaf they end before.</summary>
    public const string Agreed = "log.removal_agreed", EndFact = "end";

    /// <summary>Null while every event is in the database.</summary>
    public static async Task<ArchivedPart?> ArchivedAsync(this PortalDb db, CancellationToken cancellation)
    {
        if (await db.ArchivedSizeAsync(cancellation) is not (> 0 and var size))
            return null;
        return new(size, await db.LogArchives.Where(a => a.RemovedTo > a.First).MaxAsync(a => (DateTimeOffset?)a.NewestAt, cancellation) ?? DateTimeOffset.MinValue);
    }

    /// <summary>How many leaves at the log's beginning are hashes only.</summary>
    public static async Task<long> ArchivedSizeAsync(this PortalDb db, CancellationToken cancellation) =>
        LogTile.LeavesOf(await db.LogTiles.MaxAsync(t => (long?)t.Index, cancellation));

    /// <summary>Why somebody decides nothing about the whole log; null when they see every tenant that there is.</summary>
    public static async Task<Refusal?> WholeLogAsync(this PortalDb db, Actor actor, CancellationToken cancellation) =>
        actor.Tenants?.ToList() is { } seen && await db.Tenants.AnyAsync(t => !seen.Contains(t.Id), cancellation)
            ? new Refusal("whole_log", "The log is one for all tenants, so only somebody who sees every tenant decides about all of it.") : null;

    /// <summary>Up to which leaf the log itself says, under a place of its own, that two people agreed to let events go.</summary>
    public static async Task<long> VouchedAsync(this PortalDb db, CancellationToken cancellation)
    {
        var body = await db.AuditEvents.AsNoTracking().Where(e => e.Kind == Agreed && e.LeafIndex != null).OrderByDescending(e => e.Id).Select(e => e.Body).FirstOrDefaultAsync(cancellation);
        return body is not null && long.TryParse(AuditBody.Parse(body).Facts?.GetValueOrDefault(EndFact), NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? end : 0;
    }

    /// <summary>The first leaf of a stretch that a hold covers, and that hold; null where none does.</summary>
    public static async Task<(long Leaf, LegalHold Hold)?> HeldAsync(this PortalDb db, LogStretch stretch, CancellationToken cancellation)
    {
        (long Leaf, LegalHold Hold)? first = null;
        foreach (var hold in await db.LegalHolds.AsNoTracking().Where(h => h.EndedAt == null).OrderBy(h => h.PlacedAt).ToListAsync(cancellation))
            if (await db.AuditEvents.In(stretch).Where(Covered(hold)).OrderBy(e => e.LeafIndex).Select(e => e.LeafIndex).FirstOrDefaultAsync(cancellation) is { } leaf && leaf < (first?.Leaf ?? long.MaxValue))
                first = (leaf, hold);
        return first;
    }

    public static IQueryable<AuditEvent> In(this IQueryable<AuditEvent> events, LogStretch stretch) => events.Where(e => e.LeafIndex >= stretch.First && e.LeafIndex < stretch.End);

    // Written so that no index answers it: the walk along the leaves stops at the first that is covered. The same rule as LegalHold.Covers.
    private static Expression<Func<AuditEvent, bool>> Covered(LegalHold hold)
    {
        var (tenant, integration) = (hold.TenantId, hold.IntegrationId);
        return hold.Scope switch
        {
            HoldScope.Tenant => e => (e.TenantId == null || e.TenantId == tenant ? 1 : 0) > 0,
            HoldScope.Integration => e => (e.IntegrationId == integration ? 1 : 0) > 0,
            _ => e => true,
        };
    }

    /// <summary>256 or fewer leaf hashes from the beginning of a tile on, wherever they are kept.</summary>
    public static MerkleHash[] Leaves(this PortalDb db, long first, int count)
    {
        var index = first / MerkleTree.TileWidth;
        if (db.LogTiles.AsNoTracking().Where(t => t.Index == index).Select(t => t.Hashes).FirstOrDefault() is { } tile)
            return [.. Hashes(tile).Skip((int)(first % MerkleTree.TileWidth)).Take(count)];
        return [.. db.AuditEvents.AsNoTracking().Where(e => e.LeafIndex >= first && e.LeafIndex < first + count).OrderBy(e => e.LeafIndex).Select(e => e.LeafHash!).AsEnumerable().Select(hash => new MerkleHash(hash))];
    }

    /// <summary>The hashes of a tile, one after the other.</summary>
    public static IEnumerable<MerkleHash> Hashes(byte[] tile)
    {
        for (var at = 0; at + MerkleHash.Length <= tile.Length; at += MerkleHash.Length)
            yield return new MerkleHash(tile.AsSpan(at, MerkleHash.Length));
    }
}
