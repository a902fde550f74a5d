using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>
/// Takes the events that two people agreed on out of the database, a few thousand in each transaction, and leaves their
/// hashes. Each step judges again: a hold placed meanwhile, a longer retention or a changed file stop it at once. What was
/// done when it dies is done whole; the next run goes on from there.
/// </summary>
public sealed class RemoveArchived(UnitOfWork work, IDbContextFactory<PortalDb> databases, AuditSettings settings)
{
    private const int Tiles = 8;

    private static readonly Actor Remover = Actor.Rule("remove archived events");

    /// <returns>How many events left.</returns>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.LogArchives.AsNoTracking().Where(a => a.State == LogArchiveState.Removing).OrderBy(a => a.First).FirstOrDefaultAsync(cancellation) is not { } archive)
            return 0;
        // The log must tell of it, at a place in the tree, before anything is gone.
        if (await db.VouchedAsync(cancellation) < archive.End)
            return 0;
        var (sha256, trouble) = await Task.Run(() => ArchiveCheck.Hash(settings.ArchiveFolder, archive.File), cancellation);
        if (trouble is null && sha256 != archive.Sha256)
            trouble = $"The archive {archive.File} was changed: its bytes are not the ones that were written. Put it back from a copy.";
        for (var gone = 0L; ;)
        {
            var step = await work.RunAsync<long>(Remover, "log.remove_archived", run => StepAsync(run, archive.Id, trouble, cancellation), cancellation);
            gone += step.Succeeded ? step.Value : 0;
            if (!step.Succeeded || step.Value == 0)
                return gone;
        }
    }

    private async Task<Result<long>> StepAsync(Work run, LogArchiveId id, string? trouble, CancellationToken cancellation)
    {
        var archive = await run.Db.LogArchives.SingleAsync(a => a.Id == id, cancellation);
        if (archive.State != LogArchiveState.Removing)
            return 0;
        var stretch = new LogStretch(archive.RemovedTo, Math.Min(archive.RemovedTo + (Tiles * MerkleTree.TileWidth), archive.End));
        trouble ??= await WhyNotAsync(run, archive, cancellation);
        var tiles = trouble is null ? await TilesAsync(run.Db, stretch, cancellation) : null;
        if (tiles is null)
        {
            var why = Text.Kept(trouble ?? $"What the database holds of {stretch.Words} does not fit the tree. Verify the log.", Text.Reason);
            if (archive.Wait(why))
                run.Record(ArchiveLog.Note(archive, "log.removal_waits", $"Taking {archive.Stretch.Words} out of the database waits: {why}"));
            return 0;
        }

        run.Db.LogTiles.AddRange(tiles);
        var gone = await run.Db.AuditEvents.In(stretch).ExecuteDeleteAsync(cancellation);
        if (gone != stretch.Events)
            throw new InvalidOperationException($"Of {stretch.Events} events {gone} would have left the database.");
        archive.Advance(stretch.End, run.Now);
        if (archive.State == LogArchiveState.Removed)
            run.Record(ArchiveLog.Note(archive, "log.archive_removed", $"The {archive.Stretch.Words} have left the database; their hashes stay, and the archive {archive.File} holds them."));
        return gone;
    }

    private async Task<string?> WhyNotAsync(Work run, LogArchive archive, CancellationToken cancellation)
    {
        if (archive.NewestAt >= LogRetention.Before(run.Now, settings.RetentionYears))
            return $"Retention is {settings.RetentionYears} years now, and events of this archive are younger.";
        return await run.Db.HeldAsync(new(archive.RemovedTo, archive.End), cancellation) is { Hold: var hold } ? AskRemoval.Held(hold).Sentence : null;
    }

    /// <summary>The tiles that take the events' place; null when their hashes do not give the tree's stored nodes.</summary>
    private static async Task<List<LogTile>?> TilesAsync(PortalDb db, LogStretch stretch, CancellationToken cancellation)
    {
        var hashes = await db.AuditEvents.AsNoTracking().In(stretch).OrderBy(e => e.LeafIndex).Select(e => e.LeafHash).ToListAsync(cancellation);
        if (hashes.Count != stretch.Events || hashes.Exists(hash => hash is not { Length: MerkleHash.Length }))
            return null;
        var tiles = new List<LogTile>();
        foreach (var part in hashes.Chunk(MerkleTree.TileWidth))
        {
            var index = (stretch.First / MerkleTree.TileWidth) + tiles.Count;
            var node = await db.LogNodes.AsNoTracking().Where(n => n.Level == MerkleTree.TileHeight && n.Index == index).Select(n => n.Hash).SingleOrDefaultAsync(cancellation);
            if (node is null || MerkleTree.Root([.. part.Select(hash => new MerkleHash(hash!))]) != new MerkleHash(node))
                return null;
            tiles.Add(new LogTile { Index = index, Hashes = [.. part.SelectMany(hash => hash!)] });
        }

        return tiles;
    }
}
