using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>
/// Writes the beginning of the log that is past retention into a signed archive, reads it back, and only then tells of it.
/// Takes nothing out of the database. One archive at a time: the next begins where the last has left.
/// </summary>
public sealed class ArchiveLog(UnitOfWork work, IDbContextFactory<PortalDb> databases, SigningKeys keys, AuditSettings settings, TimeProvider time)
{
    public static readonly Actor Archiver = Actor.Rule("archive log");

    /// <returns>How many events were archived.</returns>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(settings.ArchiveFolder))
            return 0;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (now, id) = (time.GetUtcNow(), LogArchiveId.From(Guid.CreateVersion7(time.GetUtcNow())));
        var before = LogRetention.Before(now, settings.RetentionYears);
        if (await StretchAsync(db, before, cancellation) is not { } stretch)
            return 0;
        var file = await WriteAsync(db, id, stretch, now, cancellation);
        var archive = LogArchive.Write(id, stretch, file, before, now);
        await work.RunAsync<Done>(Archiver, "log.archive", run =>
        {
            run.Db.LogArchives.Add(archive);
            run.Record(Note(archive, "log.archived", $"{stretch.Events} events at the beginning of the log, {stretch.Words}, are past retention and were written to the archive {file.Name}. All of them are still in the database."));
            return Task.FromResult<Result<Done>>(default(Done));
        }, cancellation);
        return stretch.Events;
    }

    internal static AuditNote Note(LogArchive archive, string kind, string sentence) => new(kind, sentence)
    {
        Facts = new Dictionary<string, string?>
        {
            ["archive"] = archive.Id.ToString(),
            ["first"] = archive.First.ToString(CultureInfo.InvariantCulture),
            [ArchiveReading.EndFact] = archive.End.ToString(CultureInfo.InvariantCulture),
            ["file"] = archive.File,
            ["sha256"] = archive.Sha256,
            ["checkpoint"] = archive.CheckpointSize.ToString(CultureInfo.InvariantCulture),
            ["before"] = archive.Before.ToString("u", CultureInfo.InvariantCulture),
        },
    };

    private static async Task<LogStretch?> StretchAsync(PortalDb db, DateTimeOffset before, CancellationToken cancellation)
    {
        if (await db.LogArchives.AnyAsync(a => a.State != LogArchiveState.Removed && a.State != LogArchiveState.Discarded, cancellation))
            return null;
        var first = await db.ArchivedSizeAsync(cancellation);
        var signed = await db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) ?? 0;
        var due = new LogStretch(first, Math.Min(first + LogRetention.LargestStretch, signed));
        // The first event inside retention, or under a hold, ends it; the walk along the leaves stops there.
        var kept = await db.AuditEvents.In(due).Where(e => (e.At >= before ? 1 : 0) > 0).OrderBy(e => e.LeafIndex).Select(e => e.LeafIndex).FirstOrDefaultAsync(cancellation);
        due = due with { End = Math.Max(first, kept ?? due.End) };
        if (await db.HeldAsync(due, cancellation) is { Leaf: var held })
            due = due with { End = held };
        due = due with { End = LogRetention.WholeEnd(due.End) };
        return due.Events > 0 ? due : null;
    }

    private async Task<LogArchiveFile> WriteAsync(PortalDb db, LogArchiveId id, LogStretch stretch, DateTimeOffset now, CancellationToken cancellation)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"audit-{stretch.First:D12}-{stretch.End - 1:D12}-{id.Value.ToString("n")[^8..]}.zip");
        var (path, draft) = (Path.Combine(settings.ArchiveFolder!, name), Path.Combine(settings.ArchiveFolder!, $"{name}.draft"));
        await using var file = new FileStream(draft, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
        var contents = await new ArchiveFile(db, keys, settings.LogName).WriteAsync(file, id, stretch, settings.RetentionYears, now, cancellation);
        file.Flush(flushToDisk: true);
        await file.DisposeAsync();
        // Under its name there is never half of it.
        File.Move(draft, path);
        await using var back = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 256 * 1024);
        if (await Task.Run(() => ArchiveCheck.Trouble(back, id.Value, stretch, keys), cancellation) is { } trouble)
            throw new IOException($"What was written to {path} does not read back: {trouble}");
        var (sha256, unread) = ArchiveCheck.Hash(settings.ArchiveFolder, name);
        return new(name, sha256 ?? throw new IOException(unread), back.Length, contents.TreeSize, contents.From, contents.Until.AddTicks(-1));
    }
}
