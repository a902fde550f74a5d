using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>Lets a suspended integration work again. Only staff may: the reason it was stopped for may concern its owners.</summary>
public sealed class ResumeIntegration(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, IntegrationId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "integration.resume", async run =>
        {
            var integration = await run.Db.Integrations.To(actor, run.Db).SingleOrDefaultAsync(i => i.Id == id, cancellation);
            if (integration is null)
                return new Refusal("not_found", "There is no such integration for you.");
            run.About = run.About with { Tenant = integration.TenantId, Integration = Work.Thing(integration) };
            if (Permissions.Check(actor, Permission.ResumeIntegrations) is { } refused)
                return refused;

            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var done = integration.Resume(said.Value);
            if (!done.Succeeded)
                return done.Refusal;
            run.Record(run.About with
            {
                Kind = "integration.resumed",
                Sentence = $"{actor.Name} resumed {integration.Key}.",
                Before = new Dictionary<string, string?> { ["status"] = "Suspended" },
                After = new Dictionary<string, string?> { ["status"] = "Active" },
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);

}
