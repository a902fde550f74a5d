using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Delegations;

/// <summary>Somebody asks this person to stand in, and has no answer yet.</summary>
public sealed record MyOffer(string Lender, OwnerRole? Role, bool OneRequest, DateTimeOffset Until);

/// <summary>Reads the offers to stand in that wait for a person's answer.</summary>
public sealed class MyOffersQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<MyOffer>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await (from offer in db.Delegations.AsNoTracking()
                      where offer.StandInId == person && offer.ClosedAt == null && offer.AcceptedAt == null && offer.Until > now
                      join lender in db.People.IgnoreAutoIncludes() on offer.LenderId equals lender.Id
                      orderby offer.Until, offer.Id
                      select new MyOffer(lender.Name, offer.Role, offer.RequestId != null, offer.Until)).Take(Most).ToListAsync(cancellation);
    }
}
