using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>Who holds, is asked for, or shall get the roles around some cells: one person in all of them would be checked by nobody.</summary>
internal sealed class RolesAround(
    IReadOnlySet<(OwnerCell Cell, PersonId Person)> filled, ILookup<IntegrationId, TargetId> ways, ILookup<TargetId, PersonId> both)
{
    /// <summary>Whether the person, given this cell, would stand in every role on some way.</summary>
    public bool LeavesNobodyElse(OwnerCell cell, PersonId person) => (cell.Role, cell.Integration, cell.Target) switch
    {
        (OwnerRole.BusinessOwner, { } integration, _) => Holds(OwnerRole.IamOwner, integration, person) && ways[integration].Any(target => Holds(target, person)),
        (OwnerRole.IamOwner, { } integration, _) => Holds(OwnerRole.BusinessOwner, integration, person) && ways[integration].Any(target => Holds(target, person)),
        (OwnerRole.SystemOwner, _, { } target) => both[target].Contains(person)
            || ways.Any(way => way.Contains(target) && Holds(OwnerRole.BusinessOwner, way.Key, person) && Holds(OwnerRole.IamOwner, way.Key, person)),
        _ => false,
    };

    public static async Task<RolesAround> ReadAsync(
        PortalDb db, IReadOnlyList<(OwnerCell Cell, Assignment Wish)> wishes, IEnumerable<Ownership> open, CancellationToken cancellation)
    {
        var people = wishes.Select(wish => wish.Wish.Owner).OfType<PersonId>().Distinct().ToList();
        var integrations = wishes.Select(wish => wish.Cell.Integration).OfType<IntegrationId>().Distinct().ToList();
        var targets = wishes.Select(wish => wish.Cell.Target).OfType<TargetId>().Distinct().ToList();
        var ways = await db.Paths.AsNoTracking().Where(p => integrations.Contains(p.IntegrationId) && p.RemovedAt == null)
            .Select(p => new { p.IntegrationId, p.TargetId }).Distinct().ToListAsync(cancellation);
        var reached = ways.Select(way => way.TargetId).Distinct().ToList();
        var systems = await db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.TargetId != null && reached.Contains(o.TargetId.Value) && people.Contains(o.PersonId))
            .ToListAsync(cancellation);
        var both = await (from business in db.Ownerships.AsNoTracking()
                          where people.Contains(business.PersonId) && business.ClosedAt == null && business.Role == OwnerRole.BusinessOwner
                          join iam in db.Ownerships on business.IntegrationId equals iam.IntegrationId
                          where iam.Role == OwnerRole.IamOwner && iam.ClosedAt == null && iam.PersonId == business.PersonId
                          join path in db.Paths on business.IntegrationId equals (IntegrationId?)path.IntegrationId
                          where path.RemovedAt == null && targets.Contains(path.TargetId)
                          select new { path.TargetId, business.PersonId }).Distinct().ToListAsync(cancellation);
        return new(
            open.Concat(systems).Select(o => (OwnerCell.Of(o), o.PersonId)).Concat(wishes.Where(wish => wish.Wish.Owner is not null).Select(wish => (wish.Cell, wish.Wish.Owner!.Value))).ToHashSet(),
            ways.ToLookup(way => way.IntegrationId, way => way.TargetId),
            both.ToLookup(row => row.TargetId, row => row.PersonId));
    }

    private bool Holds(OwnerRole role, IntegrationId integration, PersonId person) => filled.Contains((new OwnerCell(role, integration, null), person));

    private bool Holds(TargetId target, PersonId person) => filled.Contains((new OwnerCell(OwnerRole.SystemOwner, null, target), person));
}
