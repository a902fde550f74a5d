using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners;

/// <summary>A person as a picker offers them.</summary>
public sealed record PersonChoice(PersonId Id, string Name, string Mail);

/// <summary>Finds people by a part of their name or mail address, for whoever may see all of a tenant.</summary>
public sealed class PersonSearchQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 12;

    /// <param name="actor">Who searches.</param>
    /// <param name="words">A part of the name or the address; nothing offers the first by name.</param>
    /// <param name="fitFor">Only people who could own something of this tenant; null finds everybody of the actor's tenants.</param>
    /// <param name="cancellation">Stops the search.</param>
    public async Task<IReadOnlyList<PersonChoice>> RunAsync(Actor actor, string? words, TenantId? fitFor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant) || (fitFor is { } asked && !actor.SeesTenant(asked)))
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var people = db.People.AsNoTracking().IgnoreAutoIncludes();
        if (fitFor is { } tenant)
            people = people.Where(p => p.Status == PersonStatus.Active && !p.External && (p.TenantId == tenant || p.AlsoIn.Any(also => also.TenantId == tenant)));
        else if (actor.Tenants?.ToList() is { } tenants)
            people = people.Where(p => tenants.Contains(p.TenantId) || p.AlsoIn.Any(also => tenants.Contains(also.TenantId)));
        var text = words?.Trim();
        if (!string.IsNullOrEmpty(text))
            people = people.Where(p => p.Name.Contains(text) || p.Mail.StartsWith(text));
        return await people.OrderBy(p => p.Name).ThenBy(p => p.Id).Take(Most).Select(p => new PersonChoice(p.Id, p.Name, p.Mail)).ToListAsync(cancellation);
    }
}
