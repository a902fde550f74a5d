using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>Says of accounts that they need not be registered for now, and why. When the time is over they come back.</summary>
public sealed class DismissCandidates(UnitOfWork work)
{
    public Task<Result<int>> RunAsync(Actor actor, IReadOnlyList<CandidateId> candidates, string reason, DateTimeOffset until, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "candidate.dismiss", async run =>
        {
            if (Permissions.Check(actor, Permission.Discover) is { } refused)
                return refused;
            if (candidates.Count is 0 or > AdoptionPlan.Most)
                return new Refusal("how_many", $"Choose 1 to {AdoptionPlan.Most} candidates at a time.");
            var wanted = candidates.Distinct().ToList();
            var found = await run.Db.Candidates.To(actor).Where(c => wanted.Contains(c.Id))
                .Join(run.Db.Targets, c => c.TargetId, t => t.Id, (c, t) => new { Candidate = c, Target = t }).ToListAsync(cancellation);
            if (found.Count != wanted.Count)
                return new Refusal("not_found", "There is no such candidate for you.");
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            foreach (var row in found)
            {
                run.About = run.About with { Tenant = row.Target.TenantId, Target = Work.Thing(row.Target) };
                var dismissed = row.Candidate.Dismiss(said.Value, until, actor.Person, run.Now);
                if (!dismissed.Succeeded)
                    return dismissed.Refusal;
                run.Record(run.About with
                {
                    Kind = "candidate.dismissed",
                    Sentence = $"{actor.Name} dismissed {row.Candidate.AccountName} of {row.Target.Key} until {until:yyyy-MM-dd}.",
                    Facts = new Dictionary<string, string?> { ["reason"] = said.Value, ["until"] = until.ToString("o") },
                });
            }

            return found.Count;
        }, cancellation);
}
