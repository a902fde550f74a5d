using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>The tenants and vendors a list of integrations can be narrowed to, by key and name, and the owner it is narrowed to.</summary>
public sealed record IntegrationChoices(
    IReadOnlyList<(string Key, string Name)> Tenants, IReadOnlyList<(string Key, string Name)> Vendors, IReadOnlyDictionary<TenantId, string> TenantNames, string? OwnerName)
{
    public static readonly IntegrationChoices None = new([], [], new Dictionary<TenantId, string>(), null);
}

/// <summary>Reads what the filters of a list of integrations offer an actor.</summary>
public sealed class IntegrationChoicesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 200;

    public async Task<IntegrationChoices> RunAsync(Actor actor, PersonId? owner, CancellationToken cancellation)
    {
        // Without a role a person sees what they own, whichever tenant it is of; names of the others are none of their business.
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return IntegrationChoices.None with { OwnerName = owner is not null && owner == actor.Person ? actor.Name : null };
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var allowed = actor.Tenants?.ToList();
        var tenants = await db.Tenants.AsNoTracking().Where(t => allowed == null || allowed.Contains(t.Id)).OrderBy(t => t.Name)
            .Select(t => new { t.Id, t.Key, t.Name }).Take(Most).ToListAsync(cancellation);
        var vendors = await db.Vendors.AsNoTracking().Where(v => allowed == null || allowed.Contains(v.TenantId)).OrderBy(v => v.Name)
            .Select(v => new { v.Key, v.Name }).Take(Most).ToListAsync(cancellation);
        var name = owner is null ? null : await db.People.AsNoTracking().IgnoreAutoIncludes()
            .Where(p => p.Id == owner && (allowed == null || allowed.Contains(p.TenantId) || p.AlsoIn.Any(also => allowed.Contains(also.TenantId))))
            .Select(p => p.Name).SingleOrDefaultAsync(cancellation);
        return new([.. tenants.Select(t => (t.Key, t.Name))], [.. vendors.Select(v => (v.Key, v.Name))], tenants.ToDictionary(t => t.Id, t => t.Name), name);
    }
}
