using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Rooms;

/// <summary>Lets a person of the directory into a room, or sends them away; guests sign in as everybody does.</summary>
public sealed class AdmitToRoom(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid room, PersonId person, bool away, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "room.admit", async run =>
        {
            var kept = await run.KeptAsync(room, cancellation);
            if (!kept.Succeeded)
                return kept.Refusal;
            var found = await run.Db.People.IgnoreAutoIncludes().To(actor).SingleOrDefaultAsync(p => p.Id == person, cancellation);
            if (found is null || (!away && found.Status != PersonStatus.Active))
                return new Refusal("not_found", "There is no such active person for you. A guest must be in the directory before they can be named here.");
            var done = away ? kept.Value.SendAway(person, run.Now) : kept.Value.Admit(person, actor.Person!.Value, run.Now);
            if (!done.Succeeded)
                return done.Refusal;
            run.Record(RoomDoor.Note(kept.Value, away ? "room.sent_away" : "room.admitted", $"{actor.Name} {(away ? $"sent {found.Name} away from" : $"let {found.Name} into")} the engagement room “{kept.Value.Name}” of {kept.Value.Firm}.") with { Person = Work.Thing(found) });
            return default(Done);
        }, cancellation);
}
