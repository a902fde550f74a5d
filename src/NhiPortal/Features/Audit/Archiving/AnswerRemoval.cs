using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>What came of an answer.</summary>
public enum RemovalAnswer
{
    Agreed,
    Declined,

    /// <summary>The file is not what was written: it was discarded, nothing leaves, and the stretch is archived anew.</summary>
    Broken,
}

/// <summary>
/// The second person's word on taking archived events out of the database. Before a yes counts, the archive is read back
/// whole; retention and holds are judged again in the transaction that records it.
/// </summary>
public sealed class AnswerRemoval(UnitOfWork work, IDbContextFactory<PortalDb> databases, SigningKeys keys, AuditSettings settings)
{
    public async Task<Result<RemovalAnswer>> RunAsync(Actor actor, LogArchiveId id, bool agree, CancellationToken cancellation)
    {
        // Reading a large file comes before the transaction, which keeps every other writer waiting.
        var trouble = agree && Permissions.Allows(actor, Permission.AgreeRemoval) ? await TroubleAsync(actor, id, cancellation) : null;
        return await work.RunAsync<RemovalAnswer>(actor, "log.answer_removal", async run =>
        {
            if ((Permissions.Check(actor, Permission.AgreeRemoval) ?? await run.Db.WholeLogAsync(actor, cancellation)) is { } refused)
                return refused;
            if (await run.Db.LogArchives.SingleOrDefaultAsync(a => a.Id == id, cancellation) is not { } archive)
                return new Refusal("not_found", "There is no such archive.");
            return agree ? await AgreeAsync(run, archive, trouble, cancellation) : Decline(run, archive);
        }, cancellation);
    }

    private async Task<string?> TroubleAsync(Actor actor, LogArchiveId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var archive = await db.LogArchives.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellation);
        return archive is null || archive.WhyNotAgree(actor.Person!.Value) is not null ? null : await ArchiveCheck.TroubleAsync(settings.ArchiveFolder, archive, keys, cancellation);
    }

    private async Task<Result<RemovalAnswer>> AgreeAsync(Work run, LogArchive archive, string? trouble, CancellationToken cancellation)
    {
        var person = run.Actor.Person!.Value;
        if (archive.WhyNotAgree(person) is { } refused)
            return refused;
        if (trouble is not null)
        {
            archive.Discard(Text.Kept(trouble, Text.Reason), run.Now);
            run.Record(ArchiveLog.Note(archive, "log.archive_discarded", $"The archive {archive.File} is not what was written, so nothing leaves the database: {trouble}"));
            return RemovalAnswer.Broken;
        }

        if (archive.NewestAt >= LogRetention.Before(run.Now, settings.RetentionYears))
            return new Refusal("inside_retention", $"Retention is {settings.RetentionYears} years now, and events of this archive are younger. They stay.");
        if (await run.Db.HeldAsync(archive.Stretch, cancellation) is { Hold: var hold })
            return AskRemoval.Held(hold);
        if (archive.Agree(person, run.Actor.Name, run.Now) is { } no)
            return no;
        var note = ArchiveLog.Note(archive, ArchiveReading.Agreed, $"{run.Actor.Name} agreed that {archive.Stretch.Words} leave the database, as {archive.AskedBy} had asked. The archive {archive.File} was read back and verifies; their hashes stay.");
        run.Record(note with { Facts = new Dictionary<string, string?>(note.Facts!) { ["asked_by"] = archive.AskedBy, ["reason"] = archive.Reason } });
        return RemovalAnswer.Agreed;
    }

    private static Result<RemovalAnswer> Decline(Work run, LogArchive archive)
    {
        var asked = archive.AskedBy;
        if (archive.Decline() is { } refused)
            return refused;
        run.Record(ArchiveLog.Note(archive, "log.removal_declined", $"{run.Actor.Name} declined that {archive.Stretch.Words} leave the database, as {asked} had asked. They stay."));
        return RemovalAnswer.Declined;
    }
}
