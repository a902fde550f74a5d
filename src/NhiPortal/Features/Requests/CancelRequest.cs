using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>Withdraws a waiting request: the workload its own, a person what they asked, staff any of their tenants.</summary>
public sealed class CancelRequest(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, RequestId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "request.cancel", async run =>
        {
            run.About = run.About with { Request = id };
            var request = await run.Db.Requests.SingleOrDefaultAsync(r => r.Id == id, cancellation);
            if (request is null)
                return NotFound;
            if (actor.Kind == ActorKind.Workload ? request.WorkloadId.Value != actor.Id : !await run.Db.Requests.To(actor, run.Db).AnyAsync(r => r.Id == id, cancellation))
                return NotFound;
            if (actor.Kind != ActorKind.Workload && request.RequestedById != actor.Person && Permissions.Check(actor, Permission.CancelRequests) is { } refused)
                return refused;
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == request.IntegrationId, cancellation);
            run.About = run.About with { Tenant = request.TenantId, Integration = Work.Thing(integration) };

            var said = Text.Required(reason, "The reason", Text.Reason);
            if (!said.Succeeded)
                return said.Refusal;
            var cancelled = request.Cancel(said.Value, run.Now);
            if (!cancelled.Succeeded)
                return cancelled.Refusal;
            run.Record(run.About with
            {
                Kind = "request.cancelled",
                Sentence = $"{actor.Name} withdrew the request of {integration.Key} for {request.ActionName}.",
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);

    private static Refusal NotFound => new("not_found", "There is no such request for you.");
}
