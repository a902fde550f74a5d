using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>The requester answers an approver's question: the workload itself, or a person who may speak for it.</summary>
public sealed class AnswerQuestion(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, RequestId id, string words, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "request.answer", async run =>
        {
            run.About = run.About with { Request = id };
            var request = await run.Db.Requests.SingleOrDefaultAsync(r => r.Id == id, cancellation);
            if (request is null)
                return NotFound;
            var own = actor.Kind == ActorKind.Workload && request.WorkloadId.Value == actor.Id;
            if (!own && (actor.Person is null || !await run.Db.Requests.To(actor, run.Db).AnyAsync(r => r.Id == id, cancellation)))
                return NotFound;
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == request.IntegrationId, cancellation);
            run.About = run.About with { Tenant = request.TenantId, Integration = Work.Thing(integration) };
            if (!own && await run.Db.WhyMayNotAnswerAsync(actor, request, run.Now, cancellation) is { } refused)
                return refused;

            var said = Text.Required(words, "The answer", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var answered = request.AnswerQuestion(said.Value, actor.Person, run.Now);
            if (!answered.Succeeded)
                return answered.Refusal;
            run.Record(run.About with
            {
                Kind = "request.question_answered",
                Sentence = $"{actor.Name} answered what was asked about the request of {integration.Key} for {request.ActionName}.",
                Facts = new Dictionary<string, string?> { ["question"] = answered.Value.Words, ["answer"] = said.Value, ["expires_at"] = request.ExpiresAt.ToString("o") },
            });
            return default(Done);
        }, cancellation);

    private static Refusal NotFound => new("not_found", "There is no such request for you.");
}

/// <summary>Who may speak for a request's workload.</summary>
public static class Answering
{
    /// <summary>Why a person may not answer; null when they asked, or may ask on the workload's behalf.</summary>
    public static async Task<Refusal?> WhyMayNotAnswerAsync(this PortalDb db, Actor actor, AccessRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        if (actor.Person is { } person && request.RequestedById == person)
            return null;
        var workload = await db.Workloads.AsNoTracking().SingleAsync(w => w.Id == request.WorkloadId, cancellation);
        return await db.WhyMayNotAskAsync(actor, workload, now, cancellation);
    }
}
