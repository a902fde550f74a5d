using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners;

/// <summary>Which cell of the matrix a nomination fills: exactly one of the two things, as the role demands.</summary>
public sealed record OwnerCell(OwnerRole Role, IntegrationId? Integration, TargetId? Target);

/// <summary>Asks a person to own something. The present holder keeps it until the nominee accepts.</summary>
public sealed class NominateOwner(UnitOfWork work)
{
    public Task<Result<OwnershipId>> RunAsync(Actor actor, OwnerCell cell, PersonId nominee, PersonId? deputy, CancellationToken cancellation) =>
        work.RunAsync<OwnershipId>(actor, "ownership.nominate", async run =>
        {
            if (Permissions.Check(actor, Permission.AssignOwners) is { } refused)
                return refused;
            var thing = await run.ThingAsync(cell, cancellation);
            if (thing is null)
                return new Refusal("not_found", "There is no such integration or target for you.");
            run.About = run.About with { Tenant = thing.Tenant, Integration = thing.Integration, Target = thing.Target };

            var people = await run.Db.People.Where(p => p.Id == nominee || p.Id == deputy).ToListAsync(cancellation);
            foreach (var (id, part) in new (PersonId? Id, string Part)[] { (nominee, "owner"), (deputy, "deputy") })
                if (id is not null && Unfit(people.Find(p => p.Id == id), thing.Tenant, part) is { } unfit)
                    return unfit;
            if (nominee == deputy)
                return new Refusal("own_deputy", "Nobody can be their own deputy.");

            var open = await run.Db.Ownerships.Where(o => o.Role == cell.Role && o.IntegrationId == cell.Integration && o.TargetId == cell.Target && o.ClosedAt == null)
                .ToListAsync(cancellation);
            foreach (var earlier in open.Where(o => o.AcceptedAt is null))
                earlier.End(OwnershipEnd.Ended, "Somebody else was nominated.", run.Now);
            if (open.Exists(o => o.AcceptedAt is not null && o.PersonId == nominee && o.HoldsAt(run.Now, true)))
                return new Refusal("holds_already", "This person already holds the role.");
            // The unique index allows one open nomination; the old one must be gone before the new one comes.
            await run.SaveStepAsync(cancellation);

            var ownership = Ownership.Nominate(thing.Tenant, cell.Role, nominee, cell.Integration, cell.Target, deputy, actor.Person, run.Now);
            run.Db.Ownerships.Add(ownership);
            var person = people.Single(p => p.Id == nominee);
            run.Record(run.About with
            {
                Kind = "ownership.nominated",
                Sentence = $"{actor.Name} nominated {person.Name} as {cell.Role.InSentence()} of {thing.Key}.",
                Person = Work.Thing(person),
                After = new Dictionary<string, string?> { ["role"] = cell.Role.Token(), ["deputy"] = people.Find(p => p.Id == deputy)?.Name },
            });
            return ownership.Id;
        }, cancellation);

    internal static Refusal? Unfit(Domain.People.Person? person, TenantId tenant, string part) => person switch
    {
        null => new("unknown_person", $"The {part} is not a person the portal knows."),
        { Active: false } => new("person_inactive", $"{person.Name} is no longer active in the directory."),
        { External: true } => new("person_external", $"{person.Name} is a vendor's contact; an accountable owner must be one of your own people."),
        _ => person.BelongsTo(tenant) ? null : new("other_tenant", $"{person.Name} does not work in this tenant."),
    };
}
