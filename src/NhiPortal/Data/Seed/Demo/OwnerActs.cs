using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The single acts an ownership's story is made of, each with its event, for one control point.</summary>
internal sealed class OwnerActs(DemoWorld world, Cell cell, string key, TenantId tenant, IntegrationKind? kind)
{
    private int AttestationDays => OwnerRoles.AttestationDays(cell.Role, kind);

    public Ownership Nominate(Person person, Person? deputy, Actor by, DateTimeOffset at)
    {
        if (!person.BelongsTo(tenant) || deputy?.BelongsTo(tenant) == false)
            throw new InvalidOperationException($"{person.Name} or the deputy does not work in the tenant of {key}.");
        var ownership = Ownership.Nominate(tenant, cell.Role, person.Id, cell.Integration, cell.Target, deputy?.Id, by.Person, at);
        world.Ownerships.Add(ownership);
        world.Record(by, at, Note("ownership.nominated", $"{by.Name} nominated {person.Name} as {Role} of {key}.") with
        {
            Person = Work.Thing(person),
            After = new Dictionary<string, string?> { ["role"] = cell.Role.Token(), ["deputy"] = deputy?.Name },
        });
        return ownership;
    }

    public void Accept(Ownership ownership, Person person, DateTimeOffset at)
    {
        world.Holder(cell)?.End(OwnershipEnd.HandedOver, $"Handed over to {person.Name}.", at);
        Demand(ownership.Accept(person.Id, AttestationDays, at));
        world.Record(DemoWorld.As(person), at, Note("ownership.accepted", $"{person.Name} accepted to be {Role} of {key}.") with { After = Due(ownership) });
        Activate(DemoWorld.As(person), at);
        Watch(ownership, at);
    }

    /// <summary>Whoever is gone confirms nothing any more.</summary>
    public void Attest(Ownership ownership, Person person, DateTimeOffset at)
    {
        if (!person.Active)
            return;
        var before = ownership.AttestationDue;
        Demand(ownership.Attest(person.Id, AttestationDays, at));
        world.Record(DemoWorld.As(person), at, Note("ownership.attested", $"{person.Name} confirmed to be {Role} of {key}.") with
        {
            Before = new Dictionary<string, string?> { ["attestation_due"] = before?.ToString("o") },
            After = Due(ownership),
        });
        Watch(ownership, at);
    }

    public void Decline(Ownership ownership, Person person, string reason, DateTimeOffset at)
    {
        Demand(ownership.Decline(person.Id, reason, at));
        world.Record(DemoWorld.As(person), at, Note("ownership.declined", $"{person.Name} declined to be {Role} of {key}.") with
        {
            Facts = new Dictionary<string, string?> { ["role"] = cell.Role.Token(), ["reason"] = reason },
        });
    }

    public void GiveUp(Ownership ownership, Person person, Actor by, string reason, DateTimeOffset at)
    {
        Demand(ownership.End(OwnershipEnd.Ended, reason, at));
        world.Record(by, at, Note("ownership.ended", $"{by.Name} ended {person.Name}'s time as {Role} of {key}.") with
        {
            Person = Work.Thing(person),
            Facts = new Dictionary<string, string?> { ["role"] = cell.Role.Token(), ["reason"] = reason },
        });
        world.Line.At(at.AddSeconds(20), later => world.Settle(cell, later));
    }

    private string Role => cell.Role.InSentence();

    /// <summary>A sweep looks right after, and again when the ownership would stop counting.</summary>
    private void Watch(Ownership ownership, DateTimeOffset at)
    {
        world.Line.At(at.AddSeconds(20), later => world.Settle(cell, later));
        if (ownership.HoldsUntil is { } until)
            world.Line.At(until.AddSeconds(20), later => world.Settle(cell, later));
    }

    private void Activate(Actor by, DateTimeOffset at)
    {
        if (cell.Integration is not { } id || world.Of(id) is not { Status: IntegrationStatus.Draft } integration)
            return;
        if (world.Holder(new Cell(OwnerRole.BusinessOwner, id, null)) is null || world.Holder(new Cell(OwnerRole.IamOwner, id, null)) is null)
            return;
        integration.Activate();
        world.Record(by, at, Note("integration.activated", $"{key} is active: its owners have accepted."));
    }

    private Dictionary<string, string?> Due(Ownership ownership) =>
        new() { ["role"] = cell.Role.Token(), ["attestation_due"] = ownership.AttestationDue?.ToString("o") };

    private AuditNote Note(string kind, string sentence) => new(kind, sentence)
    {
        Tenant = tenant,
        Integration = cell.Integration is { } integration ? new AuditThing(integration.Value, key) : null,
        Target = cell.Target is { } target ? new AuditThing(target.Value, key) : null,
    };

    private static void Demand(Result<Done> done)
    {
        if (!done.Succeeded)
            throw new InvalidOperationException(done.Refusal.Sentence);
    }
}
