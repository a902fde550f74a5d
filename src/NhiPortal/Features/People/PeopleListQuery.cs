using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.People;

/// <summary>One person as a list shows them.</summary>
public sealed record PersonRow
{
    public required PersonId Id { get; init; }
    public required string ObjectId { get; init; }
    public required string Name { get; init; }
    public required string Mail { get; init; }

    /// <summary>Since when mail to them is refused.</summary>
    public required DateTimeOffset? UnreachableSince { get; init; }

    public required PersonStatus Status { get; init; }
    public required DateTimeOffset? InactiveSince { get; init; }
    public required bool External { get; init; }
    public required string Tenant { get; init; }
    public required PersonId? ManagerId { get; init; }
    public required string? Manager { get; init; }
    public required int Owns { get; init; }
    public required int Asked { get; init; }
    public required int DeputyFor { get; init; }
    public required string? Source { get; init; }
}

/// <summary>One page of people, and the tenants the filter can offer.</summary>
public sealed record PeoplePage(IReadOnlyList<PersonRow> Rows, int Total, IReadOnlyList<(string Key, string Name)> Tenants);

/// <summary>Reads one page of the people an actor may see.</summary>
public sealed class PeopleListQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostTenants = 100;

    public async Task<PeoplePage> RunAsync(Actor actor, PeopleFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var found = filter.Apply(db, actor);
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Name).Take(MostTenants).Select(t => new { t.Id, t.Key, t.Name }).ToListAsync(cancellation);
        return new(
            await Rows(db, filter.Order(found).Skip(skip).Take(take)).ToListAsync(cancellation),
            await found.CountAsync(cancellation),
            [.. tenants.Where(t => actor.SeesTenant(t.Id)).Select(t => (t.Key, t.Name))]);
    }

    internal static IQueryable<PersonRow> Rows(PortalDb db, IQueryable<Person> people) => people.Select(p => new PersonRow
    {
        Id = p.Id,
        ObjectId = p.ObjectId,
        Name = p.Name,
        Mail = p.Mail,
        UnreachableSince = p.UnreachableSince,
        Status = p.Status,
        InactiveSince = p.InactiveSince,
        External = p.External,
        Tenant = db.Tenants.Where(t => t.Id == p.TenantId).Select(t => t.Name).First(),
        ManagerId = p.ManagerId,
        Manager = db.People.Where(m => m.Id == p.ManagerId).Select(m => m.Name).FirstOrDefault(),
        Owns = db.Ownerships.Count(o => o.PersonId == p.Id && o.ClosedAt == null && o.AcceptedAt != null),
        Asked = db.Ownerships.Count(o => o.PersonId == p.Id && o.ClosedAt == null && o.AcceptedAt == null),
        DeputyFor = db.Ownerships.Count(o => o.DeputyId == p.Id && o.ClosedAt == null),
        Source = p.Source,
    });
}
