using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Reviews;

/// <summary>A tenant, vendor or target as the wizard offers it.</summary>
public sealed record ReviewChoice(Guid Id, Guid Tenant, string Name);

/// <summary>What the wizard can be filled in with.</summary>
public sealed record CampaignChoices(IReadOnlyList<ReviewChoice> Tenants, IReadOnlyList<ReviewChoice> Vendors, IReadOnlyList<ReviewChoice> Targets);

/// <summary>Reads what a scope can be narrowed to.</summary>
public sealed class CampaignChoicesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 1000;

    public async Task<CampaignChoices> RunAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var tenants = (await db.Tenants.AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancellation)).FindAll(t => actor.SeesTenant(t.Id));
        // One's own organisation first: that is what is reviewed most.
        var own = await db.People.IgnoreAutoIncludes().Where(p => p.Id == (actor.Person ?? default)).Select(p => (TenantId?)p.TenantId).SingleOrDefaultAsync(cancellation);
        return new(
            [.. tenants.OrderBy(t => t.Id != own).Select(t => new ReviewChoice(t.Id.Value, t.Id.Value, t.Name))],
            [.. (await db.Vendors.AsNoTracking().InTenants(actor.Tenants?.ToList()).OrderBy(v => v.Name).Take(Most).Select(v => new { v.Id, v.TenantId, v.Name }).ToListAsync(cancellation)).Select(v => new ReviewChoice(v.Id.Value, v.TenantId.Value, v.Name))],
            [.. (await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Name).Take(Most).Select(t => new { t.Id, t.TenantId, t.Name }).ToListAsync(cancellation)).Select(t => new ReviewChoice(t.Id.Value, t.TenantId.Value, t.Name))]);
    }
}
