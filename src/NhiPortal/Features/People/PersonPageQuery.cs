using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.People;

/// <summary>One thing a person owns, is asked to own, or is deputy for.</summary>
public sealed record HeldThing(OwnerRole Role, string Thing, string Name, OwnerView Owner)
{
    public string Address => CellAddress.Of(Role, Thing);
}

/// <summary>One decision a person made.</summary>
public sealed record PersonDecision(RequestId Request, Verdict Verdict, OwnerRole Role, string Action, string Integration, DateTimeOffset At, bool ByBreakGlass);

/// <summary>A person opened: who they are, what hangs on them, and what they decided lately.</summary>
public sealed record PersonDetail(
    PersonRow Person, IReadOnlyList<HeldThing> Owns, IReadOnlyList<HeldThing> DeputyFor, IReadOnlyList<PersonDecision> Decisions, int Leads);

/// <summary>Reads one person; null when there is none, or none this actor may see. Everybody sees themselves.</summary>
public sealed class PersonPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 200;
    private const int MostDecisions = 15;

    public async Task<PersonDetail?> RunAsync(Actor actor, PersonId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var person = await PeopleListQuery.Rows(db, db.People.AsNoTracking().To(actor).Where(p => p.Id == id)).SingleOrDefaultAsync(cancellation);
        if (person is null)
            return null;
        var decisions = await (from request in db.Requests.AsNoTracking().To(actor, db)
                               from decision in request.Decisions
                               where decision.PersonId == id && request.UnderId == null
                               orderby decision.DecidedAt descending
                               select new PersonDecision(
                                   request.Id, decision.Verdict, decision.Role, request.ActionName, db.Integrations.Where(i => i.Id == request.IntegrationId).Select(i => i.Name).First(), decision.DecidedAt, decision.ByBreakGlass))
            .Take(MostDecisions).ToListAsync(cancellation);
        return new(
            person,
            await ThingsAsync(db, db.Ownerships.Where(o => o.PersonId == id && o.ClosedAt == null), cancellation),
            await ThingsAsync(db, db.Ownerships.Where(o => o.DeputyId == id && o.ClosedAt == null), cancellation),
            decisions,
            await db.People.CountAsync(p => p.ManagerId == id && p.Status == PersonStatus.Active, cancellation));
    }

    private async Task<IReadOnlyList<HeldThing>> ThingsAsync(PortalDb db, IQueryable<Ownership> held, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var rows = await (from ownership in held.AsNoTracking()
                          join owner in db.People.IgnoreAutoIncludes() on ownership.PersonId equals owner.Id
                          join integration in db.Integrations on ownership.IntegrationId equals (IntegrationId?)integration.Id into integrations
                          from integration in integrations.DefaultIfEmpty()
                          join target in db.Targets on ownership.TargetId equals (TargetId?)target.Id into targets
                          from target in targets.DefaultIfEmpty()
                          join deputy in db.People.IgnoreAutoIncludes() on ownership.DeputyId equals (PersonId?)deputy.Id into deputies
                          from deputy in deputies.DefaultIfEmpty()
                          select new
                          {
                              Ownership = ownership,
                              Owner = owner,
                              Key = (string?)integration.Key ?? target.Key,
                              Name = (string?)integration.Name ?? target.Name,
                              Deputy = (string?)deputy.Name,
                          }).Take(Most).ToListAsync(cancellation);
        return [.. rows.Select(row => new HeldThing(row.Ownership.Role, row.Key, row.Name, OwnerView.Of(row.Ownership, row.Owner, row.Deputy, now)))
            .OrderBy(thing => thing.Owner.State == OwnershipState.Accepted).ThenBy(thing => thing.Name, StringComparer.OrdinalIgnoreCase)];
    }
}
