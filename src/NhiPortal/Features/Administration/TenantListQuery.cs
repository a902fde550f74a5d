using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Administration;

/// <summary>One tenant: what belongs to it, and who of other tenants works in it, too.</summary>
public sealed record TenantLine(string Key, string Name, string? Directory, int People, int Integrations, int Targets, int Guests, IReadOnlyList<string> SomeGuests);

/// <summary>Reads the tenants for administrators; nothing for everybody else.</summary>
public sealed class TenantListQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 200;
    private const int MostNames = 3;

    public async Task<IReadOnlyList<TenantLine>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Name).Take(Most).Select(t => new
        {
            Tenant = t,
            People = db.People.Count(p => p.TenantId == t.Id),
            Integrations = db.Integrations.Count(i => i.TenantId == t.Id),
            Targets = db.Targets.Count(target => target.TenantId == t.Id),
            Guests = db.Set<TenantAccess>().Count(also => also.TenantId == t.Id),
            Names = db.Set<TenantAccess>().Where(also => also.TenantId == t.Id)
                .Join(db.People, also => also.PersonId, p => p.Id, (_, p) => p.Name).OrderBy(name => name).Take(MostNames).ToList(),
        }).ToListAsync(cancellation);
        return [.. tenants.Select(row => new TenantLine(
            row.Tenant.Key, row.Tenant.Name, row.Tenant.DirectoryId, row.People, row.Integrations, row.Targets, row.Guests, row.Names))];
    }
}
