using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>Everybody who may come into question for some cells, and who already holds the rest around each of them.</summary>
internal sealed class Successors(IReadOnlyDictionary<PersonId, Person> people, ILookup<Guid, PersonId> rest)
{
    /// <summary>The same people, judged for one cell.</summary>
    public IReadOnlyDictionary<PersonId, Successor> For(VacatedCell cell)
    {
        var holder = cell.Holder!;
        var around = rest[holder.Id.Value].ToHashSet();
        return people.Values.ToDictionary(person => person.Id, person => new Successor(
            person.Id, person.Name, person.Active, person.External, person.BelongsTo(holder.TenantId), person.ManagerId, around.Contains(person.Id)));
    }
}

/// <summary>Reads them: the deputies, and the line of managers level by level for all cells together.</summary>
internal static class SuccessorsReading
{
    public static async Task<Successors> SuccessorsAsync(this Work run, IReadOnlyList<VacatedCell> cells, CancellationToken cancellation)
    {
        var people = new Dictionary<PersonId, Person>();
        var wanted = cells.SelectMany(cell => new[] { cell.Holder!.DeputyId, cell.HolderPerson!.ManagerId }).OfType<PersonId>().Distinct().ToList();
        for (var level = 0; wanted.Count > 0 && level < Succession.LongestLine; level++)
        {
            foreach (var person in await run.Db.People.AsNoTracking().Where(p => wanted.Contains(p.Id)).ToListAsync(cancellation))
                people[person.Id] = person;
            wanted = [.. wanted.Select(id => people.GetValueOrDefault(id)?.ManagerId).OfType<PersonId>().Distinct().Where(id => !people.ContainsKey(id))];
        }

        var ids = cells.Select(cell => cell.Holder!.Id).ToList();
        var rest = await run.RestOfIntegrations(ids).Concat(run.RestOfTargets(ids)).Distinct().ToListAsync(cancellation);
        return new(people, rest.ToLookup(row => row.Ownership.Value, row => row.Person));
    }

    /// <summary>For a business or IAM owner's cell: whoever holds the other of the two and a target on the way.</summary>
    private static IQueryable<Rest> RestOfIntegrations(this Work run, List<OwnershipId> ids) =>
        from cell in run.Db.Ownerships.AsNoTracking()
        where ids.Contains(cell.Id) && cell.IntegrationId != null && cell.Role != OwnerRole.SecurityOperations
        join other in run.Db.Ownerships on cell.IntegrationId equals other.IntegrationId
        where other.ClosedAt == null && other.AcceptedAt != null && other.Role != cell.Role && other.Role != OwnerRole.SecurityOperations
        where run.Db.Paths.Any(path => path.RemovedAt == null && (IntegrationId?)path.IntegrationId == cell.IntegrationId
            && run.Db.Ownerships.Any(system => (TargetId?)path.TargetId == system.TargetId && system.PersonId == other.PersonId && system.ClosedAt == null && system.AcceptedAt != null))
        select new Rest { Ownership = cell.Id, Person = other.PersonId };

    /// <summary>For a system owner's cell: whoever is business and IAM owner of an integration that reaches the target.</summary>
    private static IQueryable<Rest> RestOfTargets(this Work run, List<OwnershipId> ids) =>
        from cell in run.Db.Ownerships.AsNoTracking()
        where ids.Contains(cell.Id) && cell.TargetId != null
        join path in run.Db.Paths on cell.TargetId equals (TargetId?)path.TargetId
        where path.RemovedAt == null
        join business in run.Db.Ownerships on (IntegrationId?)path.IntegrationId equals business.IntegrationId
        where business.Role == OwnerRole.BusinessOwner && business.ClosedAt == null && business.AcceptedAt != null
            && run.Db.Ownerships.Any(iam => iam.IntegrationId == business.IntegrationId && iam.Role == OwnerRole.IamOwner && iam.PersonId == business.PersonId && iam.ClosedAt == null && iam.AcceptedAt != null)
        select new Rest { Ownership = cell.Id, Person = business.PersonId };

    private sealed class Rest
    {
        public OwnershipId Ownership { get; init; }
        public PersonId Person { get; init; }
    }
}
