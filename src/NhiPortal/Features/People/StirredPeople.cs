using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.People;

/// <summary>People whose change may open or close what depends on them.</summary>
internal sealed class StirredPeople
{
    /// <summary>Their own ownerships must be looked at.</summary>
    public HashSet<PersonId> Owners { get; } = [];

    /// <summary>They can be nobody's deputy any more.</summary>
    public Dictionary<PersonId, string> Gone { get; } = [];

    public void Note(Person person, PersonStatus was, bool wasExternal)
    {
        if (person.Status != was || person.External != wasExternal || !person.Active)
            Owners.Add(person.Id);
        if (!person.Active && was == PersonStatus.Active)
            Gone[person.Id] = person.Name;
    }
}

/// <summary>What a person's change does to ownerships, in the same transaction.</summary>
internal static class Stirring
{
    public static async Task StirAsync(this Work run, StirredPeople stirred, CancellationToken cancellation)
    {
        if (stirred.Owners.Count > 0)
            foreach (var ownership in await run.Db.Ownerships.Where(o => stirred.Owners.Contains(o.PersonId) && o.ClosedAt == null).ToListAsync(cancellation))
                ownership.LookNow(run.Now);
        if (stirred.Gone.Count > 0)
            await run.EndDeputiesAsync(stirred.Gone, cancellation);
    }

    private static async Task EndDeputiesAsync(this Work run, Dictionary<PersonId, string> gone, CancellationToken cancellation)
    {
        var ids = gone.Keys.Select(id => (PersonId?)id).ToList();
        var rows = await (from ownership in run.Db.Ownerships
                          where ids.Contains(ownership.DeputyId) && ownership.ClosedAt == null
                          join owner in run.Db.People.IgnoreAutoIncludes() on ownership.PersonId equals owner.Id
                          join integration in run.Db.Integrations on ownership.IntegrationId equals (IntegrationId?)integration.Id into integrations
                          from integration in integrations.DefaultIfEmpty()
                          join target in run.Db.Targets on ownership.TargetId equals (TargetId?)target.Id into targets
                          from target in targets.DefaultIfEmpty()
                          select new { Ownership = ownership, Owner = owner, Integration = (Integration?)integration, Target = (TargetSystem?)target }).ToListAsync(cancellation);
        foreach (var row in rows)
        {
            var (deputy, thing) = (row.Ownership.DeputyId!.Value, row.Integration is null ? Work.Thing(row.Target!) : Work.Thing(row.Integration));
            row.Ownership.LoseDeputy(run.Now);
            row.Ownership.LookNow(run.Now);
            run.Record(new AuditNote("ownership.deputy_gone", $"{gone[deputy]} is no longer deputy of {row.Owner.Name}, {row.Ownership.Role.InSentence()} of {thing.Key}: they are not active any more.")
            {
                Tenant = row.Ownership.TenantId,
                Integration = row.Integration is null ? null : thing,
                Target = row.Integration is null ? thing : null,
                Person = new AuditThing(deputy.Value, gone[deputy]),
                Facts = new Dictionary<string, string?> { ["role"] = row.Ownership.Role.Token() },
            });
        }
    }
}
