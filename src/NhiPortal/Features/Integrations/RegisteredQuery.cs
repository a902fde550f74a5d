using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations;

/// <summary>One owner role of a registered integration: who was asked, and whether they have accepted.</summary>
public sealed record RegisteredOwner(OwnerRole Role, string Mail, OwnershipState State);

/// <summary>A registered integration as whoever registered it may see it.</summary>
public sealed record RegisteredIntegration(
    Integration Row, string Tenant, string? Vendor, IReadOnlyList<RegisteredOwner> Owners, IReadOnlyList<DraftPath> Paths, IReadOnlyList<DraftIdentity> Identities);

/// <summary>Reads an integration of the tenants a pipeline registers in; null when there is none.</summary>
public sealed class RegisteredQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<RegisteredIntegration?> RunAsync(Actor actor, string key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = await (from integration in db.Integrations.AsNoTracking()
                           where integration.Key == key
                           join tenant in db.Tenants on integration.TenantId equals tenant.Id
                           select new { Row = integration, Tenant = tenant.Key }).SingleOrDefaultAsync(cancellation);
        if (found is null || !actor.SeesTenant(found.Row.TenantId))
            return null;
        var id = found.Row.Id;
        var owners = await (from o in db.Ownerships.AsNoTracking()
                            where o.IntegrationId == id && o.ClosedAt == null
                            join p in db.People.IgnoreAutoIncludes() on o.PersonId equals p.Id
                            select new { Ownership = o, Person = p }).ToListAsync(cancellation);
        return new(
            found.Row, found.Tenant, await db.Vendors.Where(v => v.Id == found.Row.VendorId).Select(v => v.Key).SingleOrDefaultAsync(cancellation),
            [.. owners.OrderBy(row => row.Ownership.Role).Select(row => new RegisteredOwner(row.Ownership.Role, row.Person.Mail, row.Ownership.State(now, row.Person.Active)))],
            await db.Paths.AsNoTracking().Where(p => p.IntegrationId == id && p.RemovedAt == null)
                .Join(db.Targets, p => p.TargetId, t => t.Id, (p, t) => new DraftPath(t.Key, p.ActionName, p.ResourcePattern)).ToListAsync(cancellation),
            await db.Workloads.AsNoTracking().Where(w => w.IntegrationId == id && w.RetiredAt == null).Select(w => new DraftIdentity(w.Issuer, w.Subject)).ToListAsync(cancellation));
    }
}
