using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Stops;

/// <summary>
/// Lifts a stop: what was under it may ask again, and nothing else comes back. Where something critical was stopped, or a
/// tenant, the first person only asks and a second one lifts it.
/// </summary>
public sealed class LiftStop(UnitOfWork work)
{
    /// <returns>True when it is lifted, false when it waits for a second person.</returns>
    public Task<Result<bool>> RunAsync(Actor actor, StopId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<bool>(actor, "stop.lift", async run =>
        {
            if (await run.Db.Stops.To(actor, run.Db).SingleOrDefaultAsync(s => s.Id == id, cancellation) is not { } stop)
                return new Refusal("not_found", "There is no such stop for you.");
            run.About = StopThing.About(stop);
            if (Permissions.Check(actor, Permission.LiftStops) is { } refused)
                return refused;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason, StopThing.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            var lifted = stop.Lift(actor.Person!.Value, said.Value, run.Now);
            if (!lifted.Succeeded)
                return lifted.Refusal;
            if (lifted.Value)
                await CallOffAsync(run, id, cancellation);
            run.Record(run.About with
            {
                Kind = lifted.Value ? "stop.lifted" : "stop.lift_asked",
                Sentence = lifted.Value
                    ? $"{actor.Name} lifted the stop of {stop.Scope.Called(stop.Name)}. Nothing came back by itself; it may ask again."
                    : $"{actor.Name} asked to lift the stop of {stop.Scope.Called(stop.Name)}; another person must agree.",
                Facts = StopThing.Facts(stop, ("reason", said.Value), ("asked_by", lifted.Value ? stop.LiftAskedById?.ToString() : null)),
            });
            return lifted.Value;
        }, cancellation);

    private static async Task CallOffAsync(Work run, StopId id, CancellationToken cancellation)
    {
        var open = await run.Db.StopLines.Where(l => l.StopId == id && l.EndedAt == null).ToListAsync(cancellation);
        open.ForEach(line => line.CallOff(run.Now));
        var removals = open.Where(line => line.RemovalId is not null).Select(line => line.RemovalId!.Value).ToList();
        // What another live stop, or somebody who found it, also takes away goes on.
        var wanted = run.Db.StopLines.Where(l => l.StopId != id && l.EndedAt == null && l.RemovalId != null).Select(l => l.RemovalId!.Value)
            .Concat(run.Db.PrivilegeLines.Where(l => l.GoneAt == null && l.RemovalId != null).Select(l => l.RemovalId!.Value));
        foreach (var removal in await run.Db.Removals.Where(r => removals.Contains(r.Id) && r.EndedAt == null && !wanted.Contains(r.Id)).ToListAsync(cancellation))
        {
            removal.CallOff(run.Now);
            run.Record(run.About with
            {
                Kind = "removal.called_off",
                Sentence = $"Taking away what {removal.Change.Account} holds is called off with the stop it was ordered for.",
                Facts = new Dictionary<string, string?> { ["removal"] = removal.Id.ToString(), ["account"] = removal.Change.Account, ["target"] = removal.TargetId.ToString() },
            });
        }
    }
}
