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
