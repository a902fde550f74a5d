using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>One event in full, with the outcome of proving it now against the newest checkpoint.</summary>
public sealed record AuditEventView(AuditBody Body, string Json, long? LeafIndex, string? LeafHash, long CheckpointSize, bool? Proved);

/// <summary>Reads one event and proves that it stands under the newest checkpoint's root, from stored hashes.</summary>
public sealed class AuditEventQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<AuditEventView?> RunAsync(Actor actor, Guid eventId, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var tenants = actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList();
        var row = await db.AuditEvents.AsNoTracking().SingleOrDefaultAsync(e => e.EventId == eventId && (tenants == null || tenants.Contains(e.TenantId)), cancellation);
        if (row is null)
            return null;
        var newest = await db.Checkpoints.AsNoTracking().OrderByDescending(c => c.Size).FirstOrDefaultAsync(cancellation);
        var proved = row.LeafIndex is { } index && newest is not null && index < newest.Size ? Proves(db, row, index, newest) : (bool?)null;
        return new AuditEventView(
            AuditBody.Parse(row.Body), row.Body, row.LeafIndex, row.LeafHash is null ? null : Convert.ToHexStringLower(row.LeafHash), newest?.Size ?? 0, proved);
    }

    private static bool Proves(PortalDb db, AuditEvent row, long index, LogCheckpoint newest)
    {
        var leaf = MerkleTree.LeafHash(System.Text.Encoding.UTF8.GetBytes(row.Body));
        var path = MerkleProofs.Inclusion(index, newest.Size, (level, first, count) => Stored(db, level, first, count));
        return MerkleVerification.Includes(leaf, index, newest.Size, new MerkleHash(newest.Root), path);
    }

    internal static MerkleHash[] Stored(PortalDb db, int level, long first, int count) => level == 0
        ? db.Leaves(first, count)
        : [.. db.LogNodes.AsNoTracking().Where(n => n.Level == level && n.Index >= first && n.Index < first + count).OrderBy(n => n.Index).Select(n => n.Hash).AsEnumerable().Select(hash => new MerkleHash(hash))];
}
