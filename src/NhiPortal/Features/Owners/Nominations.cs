using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>The one way a nomination comes about, whether alone, with a registration, or from a file.</summary>
public static class Nominations
{
    /// <summary>Why a person cannot be asked to own or stand in for something of this tenant; null when they can.</summary>
    public static Refusal? Unfit(Person? person, TenantId tenant, string part) => person switch
    {
        null => new("unknown_person", $"The {part} is not a person the portal knows."),
        { Active: false } => new("person_inactive", $"{person.Name} is no longer active in the directory."),
        { External: true } => new("person_external", $"{person.Name} is a vendor's contact; an accountable owner must be one of your own people."),
        _ => person.BelongsTo(tenant) ? null : new("other_tenant", $"{person.Name} does not work in this tenant."),
    };

    /// <summary>Asks a person to take a cell over and records it; an earlier nomination nobody answered ends.</summary>
    public static async Task<Result<OwnershipId>> NominateAsync(
        this Work run, OwnedThing thing, OwnerCell cell, PersonId nominee, PersonId? deputy, CancellationToken cancellation)
    {
        var people = await run.Db.People.Where(p => p.Id == nominee || p.Id == deputy).ToListAsync(cancellation);
        foreach (var (id, part) in new (PersonId? Id, string Part)[] { (nominee, "owner"), (deputy, "deputy") })
            if (id is not null && Unfit(people.Find(p => p.Id == id), thing.Tenant, part) is { } unfit)
                return unfit;
        if (nominee == deputy)
            return new Refusal("own_deputy", "Nobody can be their own deputy.");

        var open = await run.Db.Ownerships.Where(o => o.Role == cell.Role && o.IntegrationId == cell.Integration && o.TargetId == cell.Target && o.ClosedAt == null)
            .ToListAsync(cancellation);
        var earlier = open.FindAll(o => o.AcceptedAt is null);
        earlier.ForEach(nomination => nomination.End(OwnershipEnd.Ended, "Somebody else was nominated.", run.Now));
        if (open.Exists(o => o.AcceptedAt is not null && o.PersonId == nominee && o.HoldsAt(run.Now, true)))
            return new Refusal("holds_already", "This person already holds the role.");
        // The unique index allows one open nomination; the old one must be gone before the new one comes.
        if (earlier.Count > 0)
            await run.SaveStepAsync(cancellation);
        return run.Ask(thing, cell, people.Single(p => p.Id == nominee), people.Find(p => p.Id == deputy));
    }

    /// <summary>Writes the nomination of somebody found fit for a cell that nobody else is asked for.</summary>
    public static OwnershipId Ask(this Work run, OwnedThing thing, OwnerCell cell, Person nominee, Person? deputy)
    {
        var ownership = Ownership.Nominate(thing.Tenant, cell.Role, nominee.Id, cell.Integration, cell.Target, deputy?.Id, run.Actor.Person, run.Now);
        run.Db.Ownerships.Add(ownership);
        run.Record(new AuditNote("ownership.nominated", $"{run.Actor.Name} nominated {nominee.Name} as {cell.Role.InSentence()} of {thing.Key}.")
        {
            Tenant = thing.Tenant,
            Integration = thing.Integration,
            Target = thing.Target,
            Person = Work.Thing(nominee),
            After = new Dictionary<string, string?> { ["role"] = cell.Role.Token(), ["deputy"] = deputy?.Name },
        });
        return ownership.Id;
    }
}
