using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Unattended;

/// <summary>Holds one revocation for some days; zero days ends the pause.</summary>
public sealed class PauseRevocation(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, Guid id, int days, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "revocation.pause", async run =>
        {
            var found = await run.RevocationAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (Permissions.Check(actor, Permission.StopRevocations) is { } refused)
                return refused;
            var said = UnattendedAct.Reason(reason);
            if (!said.Succeeded)
                return said.Refusal;
            var row = found.Value;
            var done = days == 0 ? row.Unpause(run.Now) : row.Pause(actor.Person!.Value, said.Value, run.Now.AddDays(Math.Clamp(days, -1, 10_000)), run.Now);
            if (!done.Succeeded)
                return done.Refusal;
            run.Record(run.About with
            {
                Kind = days == 0 ? "revocation.unpaused" : "revocation.paused",
                Sentence = days == 0 ? $"{actor.Name} ended the pause of {row.Label}." : $"{actor.Name} paused {row.Label} until {UnattendedWords.Day(row.PausedUntil!.Value)}.",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["reason"] = said.Value, ["until"] = row.PausedUntil?.ToString("o") },
            });
            return default(Done);
        }, cancellation);
}
