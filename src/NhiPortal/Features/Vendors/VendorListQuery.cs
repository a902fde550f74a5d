using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Vendors;

/// <summary>One vendor in the list.</summary>
public sealed record VendorRow(string Key, string Name, string? ContractOwner, DateTimeOffset? ContractEnds, int Integrations, int Targets, int LiveGrants);

/// <summary>One page of vendors, and whether the actor may register another.</summary>
public sealed record VendorRows(IReadOnlyList<VendorRow> Rows, int Total, bool MayRegister);

/// <summary>Reads a page of the vendors of the tenants an actor may see, by name; owners without a role see those of what they see.</summary>
public sealed class VendorListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<VendorRows> RunAsync(Actor actor, string? text, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var vendors = db.Vendors.AsNoTracking().IgnoreAutoIncludes().Shown(actor, db);
        if (text is not null)
            vendors = vendors.Where(v => v.Name.StartsWith(text) || v.Key.StartsWith(text));
        var total = await vendors.CountAsync(cancellation);
        var rows = await vendors.OrderBy(v => v.Name).ThenBy(v => v.Id).Skip(skip).Take(take).Select(v => new VendorRow(
            v.Key, v.Name, db.People.Where(p => p.Id == v.ContractOwnerId).Select(p => p.Name).FirstOrDefault(), v.ContractEnds,
            db.Integrations.Count(i => i.VendorId == v.Id && i.Status != IntegrationStatus.Retired),
            db.Paths.Where(p => p.RemovedAt == null && db.Integrations.Any(i => i.Id == p.IntegrationId && i.VendorId == v.Id && i.Status != IntegrationStatus.Retired)).Select(p => p.TargetId).Distinct().Count(),
            db.Grants.Count(g => g.Status == GrantStatus.Active && g.Until > now && db.Integrations.Any(i => i.Id == g.IntegrationId && i.VendorId == v.Id)))).ToListAsync(cancellation);
        return new(rows, total, Permissions.Allows(actor, Permission.RegisterIntegrations));
    }
}

/// <summary>Which vendors an actor may see.</summary>
internal static class ShownVendors
{
    public static IQueryable<Vendor> Shown(this IQueryable<Vendor> vendors, Actor actor, PortalDb db)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
        {
            var seen = db.Integrations.To(actor, db);
            var person = actor.Person ?? default;
            return vendors.Where(v => v.ContractOwnerId == person || seen.Any(i => i.VendorId == v.Id));
        }

        var tenants = actor.Tenants?.ToList();
        return tenants is null ? vendors : vendors.Where(v => tenants.Contains(v.TenantId));
    }
}
