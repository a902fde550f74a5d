using System.Diagnostics;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.SignIn;

/// <summary>Makes the <see cref="Actor"/> of a signed-in person from their claims and the people the portal knows.</summary>
public sealed class ActorReader(IDbContextFactory<PortalDb> databases)
{
    /// <summary>The claim sign-in adds: the portal's own id of the person.</summary>
    public const string PersonClaim = "nhiportal_person";

    /// <summary>An anonymous actor, who may do nothing, when nobody the portal knows as active is signed in.</summary>
    public async Task<Actor> ReadAsync(ClaimsPrincipal user, string? clientAddress, CancellationToken cancellation)
    {
        var nobody = new Actor { Kind = ActorKind.Anonymous, Id = Guid.Empty, Name = "nobody", ClientAddress = clientAddress };
        if (user.Identity is not { IsAuthenticated: true } || !Guid.TryParse(user.FindFirstValue(PersonClaim), out var id))
            return nobody;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == new PersonId(id), cancellation);
        if (person is not { Active: true })
            return nobody;
        var roles = Enum.GetValues<Role>().Where(role => user.IsInRole(role.ToString())).ToHashSet();
        return new Actor
        {
            Kind = ActorKind.Person,
            Id = id,
            Name = person.Name,
            Roles = roles,
            Tenants = roles.Contains(Role.Administrator) ? null : person.AlsoIn.Select(access => access.TenantId).Append(person.TenantId).ToHashSet(),
            ProvedAt = PortalSession.ProvedAt(user),
            ClientAddress = clientAddress,
            TraceId = Activity.Current?.TraceId.ToString(),
        };
    }
}
