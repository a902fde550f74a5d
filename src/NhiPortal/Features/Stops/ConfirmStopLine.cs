using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Stops;

/// <summary>Somebody says that what a stop left to be done by hand is done, and how they know. Staff may, whoever was asked, and the target's owner.</summary>
public sealed class ConfirmStopLine(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, StopLineId id, string note, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "stop.confirm_line", async run =>
        {
            if (actor.Person is not { } person || await run.Db.StopLines.To(actor, run.Db).SingleOrDefaultAsync(l => l.Id == id, cancellation) is not { } line)
                return new Refusal("not_found", "There is no such line for you.");
            var stop = await run.Db.Stops.AsNoTracking().SingleAsync(s => s.Id == line.StopId, cancellation);
            run.About = StopThing.About(stop);
            var target = line.TargetId;
            if (line.WhoId != person && await run.Db.HeldAsync(actor, o => o.TargetId == target, run.Now, cancellation) is [] && Permissions.Check(actor, Permission.StopThings) is { } refused)
                return refused;
            var said = SecretLooks.Read(note, "How you know", Text.Reason, StopThing.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            var confirmed = line.ConfirmByHand(person, said.Value, run.Now);
            if (!confirmed.Succeeded)
                return confirmed.Refusal;
            run.Record(run.About with
            {
                Kind = "stop.line_confirmed",
                Sentence = $"{actor.Name} confirmed by hand: {line.What}.",
                Facts = StopThing.Facts(stop, ("note", said.Value)),
            });
            return default(Done);
        }, cancellation);
}
