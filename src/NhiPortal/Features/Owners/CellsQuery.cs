using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>One open ownership, with its person and the names of who stands in.</summary>
internal sealed record OpenOwner(Ownership Ownership, Person Person, string? Deputy, string? DeputyMail)
{
    public OwnerView View(DateTimeOffset now) => OwnerView.Of(Ownership, Person, Deputy, now, DeputyMail);
}

/// <summary>Open ownerships of some integrations and targets, ready to be laid into cells.</summary>
internal sealed class OpenOwners(IReadOnlyList<OpenOwner> open, DateTimeOffset now)
{
    private readonly ILookup<OwnerCell, OpenOwner> cells = open.ToLookup(row => OwnerCell.Of(row.Ownership));

    public CellView Cell(OwnerCell cell, string thing)
    {
        var holder = cells[cell].FirstOrDefault(row => row.Ownership.AcceptedAt is not null);
        var nominee = cells[cell].FirstOrDefault(row => row.Ownership.AcceptedAt is null);
        var fact = holder is null ? null : OwnerFact.Of(holder.Ownership, holder.Person);
        return new()
        {
            Cell = cell,
            Thing = thing,
            Holder = holder?.View(now),
            Nominee = nominee?.View(now),
            Fact = fact,
            Gap = cell.Role == OwnerRole.SecurityOperations ? null : OwnershipGap.In(cell.Role, thing, fact, now),
        };
    }

    /// <summary>A target's cell as seen from an integration: one person around the whole way is a gap, too.</summary>
    public CellView Way(CellView business, CellView iam, OwnerCell system, string target)
    {
        var cell = Cell(system, target);
        return cell.Gap is null && OwnershipGap.OnTheWay(business.Thing, business.Fact, iam.Fact, target, cell.Fact, now) is { Kind: GapKind.SamePersonInAllRoles } same
            ? cell with { Gap = same }
            : cell;
    }
}

/// <summary>Reads who owns what for a page's integrations and targets: two queries, however many there are.</summary>
internal static class CellsQuery
{
    public static async Task<OpenOwners> OpenOwnersAsync(
        this PortalDb db, IReadOnlyList<IntegrationId> integrations, IReadOnlyList<TargetId> targets, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = new List<OpenOwner>();
        if (integrations.Count > 0)
            rows.AddRange(await ReadAsync(db, db.Ownerships.Where(o => o.ClosedAt == null && o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)), cancellation));
        if (targets.Count > 0)
            rows.AddRange(await ReadAsync(db, db.Ownerships.Where(o => o.ClosedAt == null && o.TargetId != null && targets.Contains(o.TargetId.Value)), cancellation));
        return new(rows, now);
    }

    private static async Task<IEnumerable<OpenOwner>> ReadAsync(PortalDb db, IQueryable<Ownership> open, CancellationToken cancellation) =>
        (await (from ownership in open.AsNoTracking()
                join person in db.People.IgnoreAutoIncludes() on ownership.PersonId equals person.Id
                join deputy in db.People.IgnoreAutoIncludes() on ownership.DeputyId equals (PersonId?)deputy.Id into deputies
                from deputy in deputies.DefaultIfEmpty()
                select new { Ownership = ownership, Person = person, Deputy = (string?)deputy.Name, DeputyMail = (string?)deputy.Mail }).ToListAsync(cancellation))
        .Select(row => new OpenOwner(row.Ownership, row.Person, row.Deputy, row.DeputyMail));
}
