using Microsoft.EntityFrameworkCore;
using NhiPortal.Data.Seed;
using NhiPortal.Domain;
using NhiPortal.Domain.Tenants;
using NhiPortal.SignIn;

namespace NhiPortal.Data;

/// <summary>Gives an empty portal what it cannot work without: its first tenant, the named actions and a policy.</summary>
public sealed class FirstStart(UnitOfWork work, PortalSettings settings)
{
    /// <summary>Changes nothing in a database that has a tenant already; several instances may start at once.</summary>
    public Task<Result<Done>> RunAsync(CancellationToken cancellation) =>
        work.RunAsync<Done>(Actor.Rule("first start"), "portal.start", async run =>
        {
            if (await run.Db.Tenants.AnyAsync(cancellation))
                return default(Done);
            var tenant = Tenant.Create(AdmitPerson.HomeTenant, settings.Organisation, settings.AzureAd.TenantId, run.Now);
            run.Db.Tenants.Add(tenant);
            Catalogue.AddTo(run.Db, run.Now);
            run.Record(new AuditNote("tenant.created", $"{tenant.Name} is the first tenant of this portal.") { Tenant = tenant.Id });
            return default(Done);
        }, cancellation);
}
