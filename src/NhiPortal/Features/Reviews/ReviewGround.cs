using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Which thing somebody is judged against: the integration, the target and, for a key, who can renew it.</summary>
internal readonly record struct ReviewThing(IntegrationId Integration, string Key, TargetId? Target, string? TargetKey, PersonId? KeyHolder);

/// <summary>
/// What is true of the people around some items: who owns what, who stands in for whom, who is one person under two accounts. Read
/// once for all of them; every question about a reviewer is answered from it.
/// </summary>
internal sealed class ReviewGround
{
    private readonly TenantId tenant;
    private readonly DateTimeOffset now;
    private readonly Dictionary<PersonId, Person> people;
    private readonly ILookup<string, PersonId> accounts;
    private readonly ILookup<Guid, Ownership> owned;
    private readonly ILookup<PersonId, Delegation> lent;

    private ReviewGround(TenantId tenant, DateTimeOffset now, Dictionary<PersonId, Person> people, IEnumerable<Ownership> ownerships, IEnumerable<Delegation> delegations)
    {
        (this.tenant, this.now, this.people) = (tenant, now, people);
        accounts = people.Values.Where(p => p.Mail.Length > 0).ToLookup(p => p.Mail, p => p.Id, StringComparer.OrdinalIgnoreCase);
        owned = ownerships.ToLookup(o => o.IntegrationId?.Value ?? o.TargetId!.Value.Value);
        lent = delegations.ToLookup(d => d.StandInId);
    }

    public Person? this[PersonId id] => people.GetValueOrDefault(id);

    public string Name(PersonId id) => people.GetValueOrDefault(id)?.Name ?? "somebody unknown";

    public IReadOnlyList<Ownership> OwnersOf(Guid thing) => [.. owned[thing]];

    /// <summary>Whoever holds the role now; the first accepted where there were several.</summary>
    public PersonId? Holder(ReviewerRule rule, ReviewThing thing)
    {
        var (role, at) = rule switch
        {
            ReviewerRule.SystemOwner => (OwnerRole.SystemOwner, thing.Target?.Value),
            ReviewerRule.BusinessOwner => (OwnerRole.BusinessOwner, (Guid?)thing.Integration.Value),
            _ => (OwnerRole.IamOwner, thing.Integration.Value),
        };
        return at is null ? null : owned[at.Value].Where(o => o.Role == role && Holds(o)).OrderBy(o => o.AcceptedAt).Select(o => (PersonId?)o.PersonId).FirstOrDefault();
    }

    public ReviewerFacts Facts(ReviewThing thing, PersonId person)
    {
        var self = people.GetValueOrDefault(person);
        return new()
        {
            Person = person,
            Active = self is { Active: true },
            External = self is { External: true },
            InTenant = self?.BelongsTo(tenant) ?? false,
            Ties = self is null ? [] : [.. Ties(thing, self)],
        };
    }

    private IEnumerable<ReviewTieFact> Ties(ReviewThing thing, Person self)
    {
        // One person under two accounts is still one.
        var mine = accounts[self.Mail].Append(self.Id).ToHashSet();
        if (thing.KeyHolder is { } holder && mine.Contains(holder))
            yield return new(ReviewTie.Subject, $"{self.Name} can renew this key themselves.");
        foreach (var ownership in owned[thing.Integration.Value].Where(Holds))
        {
            if (mine.Contains(ownership.PersonId))
                yield return new(ReviewTie.IntegrationOwner, $"{self.Name} is {ownership.Role.InSentence()} of {thing.Key} since {ownership.AcceptedAt:yyyy-MM-dd}.");
            else if (ownership.DeputyId is { } deputy && mine.Contains(deputy))
                yield return new(ReviewTie.OwnersDeputy, $"{self.Name} is deputy of {Name(ownership.PersonId)}, {ownership.Role.InSentence()} of {thing.Key}.");
            else if (mine.SelectMany(id => lent[id]).Any(d => d.LenderId == ownership.PersonId))
                yield return new(ReviewTie.OwnersDeputy, $"{self.Name} stands in for {Name(ownership.PersonId)}, {ownership.Role.InSentence()} of {thing.Key}.");
        }

        if (thing.Target is { } target && owned[target.Value].Any(o => Holds(o) && mine.Contains(o.PersonId)))
            yield return new(ReviewTie.SystemOwner, $"{self.Name} is system owner of {thing.TargetKey}.");
    }

    /// <summary>Whether this person stands in for another now, in the role that is asked; where none is, only whoever stands in for all of theirs.</summary>
    public bool StandsInFor(PersonId person, PersonId lender, OwnerRole? role) => lent[person].Any(d => d.LenderId == lender && (d.Role is null || d.Role == role));

    /// <summary>Whether these are one person, maybe under two accounts.</summary>
    public bool IsSame(PersonId one, PersonId other) => one == other || (people.GetValueOrDefault(one) is { } known && accounts[known.Mail].Contains(other));

    private bool Holds(Ownership ownership) => ownership.HoldsAt(now, people.GetValueOrDefault(ownership.PersonId) is { Active: true, External: false });

    /// <param name="db">The database.</param>
    /// <param name="tenant">Whose access is reviewed.</param>
    /// <param name="integrations">The integrations concerned.</param>
    /// <param name="targets">The targets concerned, likewise.</param>
    /// <param name="also">People who own nothing of it but may be asked.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<ReviewGround> ReadAsync(
        PortalDb db, TenantId tenant, IReadOnlyCollection<IntegrationId> integrations, IReadOnlyCollection<TargetId> targets, IReadOnlyCollection<PersonId> also, DateTimeOffset now, CancellationToken cancellation)
    {
        var held = db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null);
        // Asked in one question, both would be looked for in every ownership there is.
        var ownerships = await held.Where(o => o.IntegrationId != null && EF.Parameter(integrations).Contains(o.IntegrationId.Value)).ToListAsync(cancellation);
        ownerships.AddRange(await held.Where(o => o.TargetId != null && EF.Parameter(targets).Contains(o.TargetId.Value)).ToListAsync(cancellation));
        var lends = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => d.RequestId == null && d.TenantId == tenant).ToListAsync(cancellation);
        var ids = ownerships.SelectMany(o => new PersonId?[] { o.PersonId, o.DeputyId }).OfType<PersonId>().Concat(also).Concat(lends.SelectMany(d => new[] { d.LenderId, d.StandInId })).Distinct().ToList();
        var known = await db.People.AsNoTracking().Where(p => EF.Parameter(ids).Contains(p.Id)).ToListAsync(cancellation);
        var mails = known.Select(p => p.Mail).Where(mail => mail.Length > 0).Distinct().ToList();
        var found = ids.ToHashSet();
        var twins = await db.People.AsNoTracking().Where(p => EF.Parameter(mails).Contains(p.Mail)).ToListAsync(cancellation);
        return new(tenant, now, known.Concat(twins.Where(p => !found.Contains(p.Id))).ToDictionary(p => p.Id), ownerships, lends);
    }
}
