using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Grants;

/// <summary>Ends a grant now: from the next decision on, every instance denies. Any owner on its way may, and staff.</summary>
public sealed class RevokeGrant(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, GrantId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "grant.revoke", async run =>
        {
            run.About = run.About with { Grant = id };
            var grant = await run.Db.Grants.To(actor, run.Db).SingleOrDefaultAsync(g => g.Id == id, cancellation);
            if (grant is null)
                return new Refusal("not_found", "There is no such grant for you.");
            var integration = await run.Db.Integrations.AsNoTracking().SingleAsync(i => i.Id == grant.IntegrationId, cancellation);
            run.About = run.About with { Tenant = grant.TenantId, Integration = Work.Thing(integration), Request = grant.RequestId };
            if (await run.Db.HeldAsync(actor, o => o.IntegrationId == grant.IntegrationId || o.TargetId == grant.TargetId, run.Now, cancellation) is []
                && Permissions.Check(actor, Permission.RevokeGrants) is { } refused)
                return refused;

            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            var revoked = grant.Revoke(actor.Person, said.Value, run.Now);
            if (!revoked.Succeeded)
                return revoked.Refusal;
            run.Record(run.About with
            {
                Kind = "grant.revoked",
                Sentence = $"{actor.Name} revoked the grant of {integration.Key} for {grant.ActionName}.",
                Before = new Dictionary<string, string?> { ["status"] = "Active", ["until"] = grant.Until.ToString("o") },
                After = new Dictionary<string, string?> { ["status"] = "Revoked" },
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
