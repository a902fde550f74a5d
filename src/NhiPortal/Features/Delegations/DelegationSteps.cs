using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Delegations;

/// <summary>Reading one delegation, and what the record says of it.</summary>
internal static class DelegationSteps
{
    /// <summary>The fact of an event that names the delegation.</summary>
    public const string Fact = "delegation";

    public static async Task<Delegation?> DelegationAsync(this Work run, DelegationId id, CancellationToken cancellation)
    {
        var delegation = await run.Db.Delegations.SingleOrDefaultAsync(d => d.Id == id, cancellation);
        if (delegation is not null)
            run.About = run.About with { Tenant = delegation.TenantId, Request = delegation.RequestId };
        return delegation;
    }

    /// <summary>The people of some delegations, read once for all of them.</summary>
    public static async Task<IReadOnlyDictionary<PersonId, Person>> PeopleOfAsync(this Work run, IReadOnlyCollection<Delegation> delegations, CancellationToken cancellation)
    {
        var ids = delegations.SelectMany(delegation => new[] { delegation.LenderId, delegation.StandInId }).Distinct().ToList();
        return await run.Db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
    }

    public static async Task RecordAsync(this Work run, Delegation delegation, string kind, string begins, string? reason, CancellationToken cancellation) =>
        run.Record(delegation, await run.PeopleOfAsync([delegation], cancellation), kind, begins, reason);

    public static void Record(this Work run, Delegation delegation, IReadOnlyDictionary<PersonId, Person> people, string kind, string begins, string? reason)
    {
        var (lender, standIn) = (people[delegation.LenderId], people[delegation.StandInId]);
        run.Record(new AuditNote(kind, $"{begins}: {standIn.Name} for {lender.Name}, {DelegationWords.Scope(delegation)}, until {delegation.Until:d MMM yyyy, HH:mm} UTC.")
        {
            Tenant = delegation.TenantId,
            Request = delegation.RequestId,
            Person = Work.Thing(standIn),
            Facts = new Dictionary<string, string?> { [Fact] = delegation.Id.ToString(), ["lender"] = lender.Name, ["role"] = delegation.Role?.ToString(), ["reason"] = reason },
        });
    }
}
