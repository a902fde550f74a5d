using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit.Archiving;

/// <summary>Asks to take the events of an archive out of the database; somebody else must agree.</summary>
public sealed class AskRemoval(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, LogArchiveId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "log.ask_removal", async run =>
        {
            if ((Permissions.Check(actor, Permission.ArchiveLog) ?? await run.Db.WholeLogAsync(actor, cancellation)) is { } refused)
                return refused;
            if (await run.Db.LogArchives.SingleOrDefaultAsync(a => a.Id == id, cancellation) is not { } archive)
                return new Refusal("not_found", "There is no such archive.");
            var said = Text.Required(reason, "The reason", Text.Reason, LegalHold.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (await run.Db.HeldAsync(archive.Stretch, cancellation) is { Hold: var hold })
                return Held(hold);
            if (archive.Ask(actor.Person!.Value, actor.Name, said.Value, run.Now) is { } no)
                return no;
            run.Record(ArchiveLog.Note(archive, "log.removal_asked", $"{actor.Name} asked to take {archive.Stretch.Words} out of the database, which the archive {archive.File} holds; another person must agree."));
            return default(Done);
        }, cancellation);

    internal static Refusal Held(LegalHold hold) => new("legal_hold", $"A legal hold that {hold.PlacedBy} placed covers events of this archive, so they stay: {hold.Reason}");
}
