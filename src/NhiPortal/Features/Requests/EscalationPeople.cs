using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Reminders;

namespace NhiPortal.Features.Requests;

/// <summary>Who there is to tell of requests that are not answered: deputies and stand-ins of the owners, their managers, and IAM staff.</summary>
internal sealed class EscalationPeople(Deciders deciders, IReadOnlyDictionary<PersonId, Person> known, IReadOnlyList<Person> staff)
{
    public string Name(PersonId person) => known[person].Name;

    public IReadOnlyList<EscalatedTo> Of(AccessRequest request, RequestStage stage)
    {
        var silent = deciders.OwnersOf(request, stage.Role).Where(owner => !request.Decisions.Exists(decision => decision.PersonId == owner.PersonId)).ToList();
        var deputies = from owner in silent where owner.DeputyId is not null select new EscalatedTo(owner.DeputyId!.Value, EscalatedAs.Deputy, owner.PersonId);
        var standIns = from owner in silent
                       from lent in deciders.Lent[owner.PersonId]
                       where lent.TenantId == request.TenantId && (lent.Role is null || lent.Role == stage.Role) && (lent.RequestId is null || lent.RequestId == request.Id)
                       select new EscalatedTo(lent.StandInId, EscalatedAs.StandIn, owner.PersonId);
        var managers = from owner in silent
                       let manager = known.GetValueOrDefault(owner.PersonId)?.ManagerId
                       where manager is not null
                       select new EscalatedTo(manager.Value, EscalatedAs.Manager, owner.PersonId);
        var iam = staff.Select(person => new EscalatedTo(person.Id, EscalatedAs.IamStaff, null));
        return [.. deputies.Concat(standIns).Concat(managers).Concat(iam).Where(told => known.GetValueOrDefault(told.Person) is { Active: true, External: false } person && person.BelongsTo(request.TenantId))];
    }
}

/// <summary>Reads them for some requests.</summary>
internal static class EscalationPeopleReading
{
    public static async Task<EscalationPeople> EscalationPeopleAsync(this PortalDb db, Deciders deciders, DateTimeOffset now, CancellationToken cancellation)
    {
        var staff = await db.IamStaffAsync(now, cancellation);
        var first = deciders.Owners.SelectMany(owner => new[] { owner.PersonId, owner.DeputyId }).OfType<PersonId>().Concat(deciders.Lent.SelectMany(lent => lent).Select(lent => lent.StandInId)).Distinct().ToList();
        var known = await db.People.AsNoTracking().Where(p => first.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var managers = known.Values.Select(person => person.ManagerId).OfType<PersonId>().Distinct().Where(id => !known.ContainsKey(id)).ToList();
        foreach (var person in (await db.People.AsNoTracking().Where(p => managers.Contains(p.Id)).ToListAsync(cancellation)).Concat(staff))
            known[person.Id] = person;
        return new(deciders, known, staff);
    }
}
