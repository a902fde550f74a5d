using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners;

/// <summary>What a person answers for at a moment: the rights that need no role.</summary>
public static class OwnershipsHeld
{
    /// <param name="db">Where to look.</param>
    /// <param name="actor">Nobody but a person holds anything.</param>
    /// <param name="of">The things in question.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<IReadOnlyList<Ownership>> HeldAsync(
        this PortalDb db, Actor actor, Expression<Func<Ownership, bool>> of, DateTimeOffset now, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return [];
        var rows = await (from ownership in db.Ownerships.AsNoTracking().Where(of)
                          where ownership.PersonId == person && ownership.ClosedAt == null && ownership.AcceptedAt != null
                          join holder in db.People.AsNoTracking().IgnoreAutoIncludes() on ownership.PersonId equals holder.Id
                          select new { Ownership = ownership, Holder = holder }).ToListAsync(cancellation);
        return [.. rows.Where(row => OwnerFact.Of(row.Ownership, row.Holder).HoldsAt(now)).Select(row => row.Ownership)];
    }
}
