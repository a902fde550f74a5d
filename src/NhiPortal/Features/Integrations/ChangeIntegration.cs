using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>Changes what an integration is. Approvals given for what it was are void: grants end, waiting requests must be asked again.</summary>
public sealed class ChangeIntegration(UnitOfWork work)
{
    /// <param name="actor">Who changes it.</param>
    /// <param name="id">The integration.</param>
    /// <param name="seen">The version the person saw; somebody else's change in between is refused.</param>
    /// <param name="draft">What it shall be; key, tenant, paths, identities and owners are not changed here.</param>
    /// <param name="cancellation">Stops before the commit.</param>
    /// <returns>How many grants ended by it.</returns>
    public Task<Result<int>> RunAsync(Actor actor, IntegrationId id, int seen, IntegrationDraft draft, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "integration.change", async run =>
        {
            var integration = await run.Db.Integrations.To(actor, run.Db).SingleOrDefaultAsync(i => i.Id == id, cancellation);
            if (integration is null)
                return new Refusal("not_found", "There is no such integration for you.");
            run.About = run.About with { Tenant = integration.TenantId, Integration = Work.Thing(integration) };
            if (Permissions.Check(actor, Permission.RegisterIntegrations) is { } refused)
                return refused;
            if (integration.Version != seen)
                return new Refusal("changed_meanwhile", "It was changed meanwhile by somebody else. Look at it again before you change it.");

            var reaches = await run.Db.Paths.AsNoTracking().Where(p => p.IntegrationId == id && p.RemovedAt == null)
                .Join(run.Db.Targets, p => p.TargetId, t => t.Id, (p, t) => new DraftPath(t.Key, p.ActionName, p.ResourcePattern)).ToListAsync(cancellation);
            var tenant = await run.Db.Tenants.Where(t => t.Id == integration.TenantId).Select(t => t.Key).SingleAsync(cancellation);
            var whole = draft with { Key = integration.Key, Tenant = tenant, Paths = reaches, Identities = [], Owners = [] };
            var read = DraftReading.Of(whole, await run.Db.DraftFactsAsync(actor, [whole], cancellation), id, run.Now);
            if (read.Draft is not { } fit)
                return read.Refusal!;
            var vendor = await run.Db.Vendors.Where(v => v.Id == integration.VendorId).Select(v => v.Key).SingleOrDefaultAsync(cancellation);
            var another = run.Redescribe(integration, fit.Description, vendor, fit.Vendor?.Key);
            if (!another.Succeeded)
                return another.Refusal;
            return another.Value ? await run.ReturnGrantsAsync(integration, "What it was given for was changed; it must be approved again.", cancellation) : 0;
        }, cancellation);
}
