using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Requests;

/// <summary>An approver asks the requester something before deciding; the time to decide stands still meanwhile.</summary>
public sealed class AskQuestion(UnitOfWork work)
{
    public const int Shortest = 5;

    public Task<Result<Done>> RunAsync(Actor actor, RequestId id, string words, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "request.question", async run =>
        {
            run.About = run.About with { Request = id };
            var request = await run.Db.Requests.Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery().SingleOrDefaultAsync(r => r.Id == id, cancellation);
            if (actor.Person is not { } person || request is null || !await run.Db.Requests.To(actor, run.Db).AnyAsync(r => r.Id == id, cancellation))
                return new Refusal("not_found", "There is no such request for you.");
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == request.IntegrationId, cancellation);
            run.About = run.About with { Tenant = request.TenantId, Integration = Work.Thing(integration) };

            var said = Text.Required(words, "The question", Text.Reason, Shortest);
            if (!said.Succeeded)
                return said.Refusal;
            var asked = request.AskBack(await run.Db.ApproverFactsAsync(request, person, run.Now, cancellation), said.Value, run.Now);
            if (!asked.Succeeded)
                return asked.Refusal;
            run.Record(run.About with
            {
                Kind = "request.question_asked",
                Sentence = $"{actor.Name} asked {integration.Key} about its request for {request.ActionName}; the time to decide stands still.",
                Facts = new Dictionary<string, string?> { ["question"] = said.Value, ["expires_at"] = request.ExpiresAt.ToString("o") },
            });
            return default(Done);
        }, cancellation);
}
