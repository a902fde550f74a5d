using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>Stops everything an integration may do, at once and on every instance. Its own owners may, and staff.</summary>
public sealed class SuspendIntegration(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, IntegrationId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "integration.suspend", async run =>
        {
            var integration = await run.Db.Integrations.To(actor, run.Db).SingleOrDefaultAsync(i => i.Id == id, cancellation);
            if (integration is null)
                return new Refusal("not_found", "There is no such integration for you.");
            run.About = run.About with { Tenant = integration.TenantId, Integration = Work.Thing(integration) };
            if (await run.Db.HeldAsync(actor, o => o.IntegrationId == id, run.Now, cancellation) is [] && Permissions.Check(actor, Permission.SuspendIntegrations) is { } refused)
                return refused;

            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var done = integration.Suspend(said.Value);
            if (!done.Succeeded)
                return done.Refusal;
            run.Record(run.About with
            {
                Kind = "integration.suspended",
                Sentence = $"{actor.Name} suspended {integration.Key}.",
                Before = new Dictionary<string, string?> { ["status"] = "Active" },
                After = new Dictionary<string, string?> { ["status"] = "Suspended" },
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
