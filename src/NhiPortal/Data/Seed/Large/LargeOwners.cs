using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Seed.Large;

/// <summary>Makes one ownership that stands today as its tale says, confirmed in good time all the way there.</summary>
internal static class LargeOwners
{
    /// <summary>A tale by a throw of the dice: most are fine, one in eight needs somebody.</summary>
    public static OwnerTale Throw(Random dice) => dice.Next(1000) switch
    {
        < 870 => OwnerTale.Fresh,
        < 930 => OwnerTale.Due,
        < 960 => OwnerTale.Overdue,
        < 980 => OwnerTale.Stale,
        _ => OwnerTale.GivenUp,
    };

    public static Ownership Make(LargeWorld world, Cell cell, TenantId tenant, Person person, Person? deputy, IntegrationKind? kind, DateTimeOffset from, OwnerTale tale)
    {
        var interval = OwnerRoles.AttestationDays(cell.Role, kind);
        var ownership = Ownership.Nominate(tenant, cell.Role, person.Id, cell.Integration, cell.Target, deputy?.Id, world.Demo.People["oluwaseun"].Id, from);
        if (tale == OwnerTale.Waiting)
            return ownership;
        var accepted = world.Between(from.AddMinutes(10), from.AddHours(20));
        var last = Last(world, tale, interval, accepted);
        if (person.InactiveSince is { } since && last > since)
            last = since;
        if (last < accepted)
            last = accepted;
        ownership.Accept(person.Id, interval, accepted);
        var confirmed = accepted;
        while (last - confirmed > TimeSpan.FromDays(interval))
        {
            confirmed = confirmed.AddDays(interval - 5);
            ownership.Attest(person.Id, interval, confirmed);
        }

        if (last > confirmed)
            ownership.Attest(person.Id, interval, last);
        if (tale == OwnerTale.GivenUp)
            ownership.End(OwnershipEnd.Ended, "Moved on; nobody took over.", world.Between(last, world.Now));
        if (ownership.LookAgainAt <= world.Now)
            ownership.Looked(world.Now);
        return ownership;
    }

    /// <summary>The gap this control point has now, recorded since when; null when somebody holds it.</summary>
    public static OpenGap? GapOf(LargeWorld world, TenantId tenant, string thing, Ownership ownership, Person person)
    {
        var held = ownership is { ClosedAt: null, AcceptedAt: not null };
        if (OwnershipGap.In(ownership.Role, thing, held ? OwnerFact.Of(ownership, person) : null, world.Now) is not { } gap)
            return null;
        var since = gap.Kind switch
        {
            GapKind.OwnerInactive => person.InactiveSince,
            GapKind.Stale => ownership.HoldsUntil,
            _ => ownership.ClosedAt,
        } ?? ownership.NominatedAt;
        var row = OpenGap.Open(tenant, ownership.IntegrationId, ownership.TargetId, ownership.Role, gap.Kind, since);
        world.Gaps.Add(row);
        var about = new Domain.Audit.AuditThing(ownership.IntegrationId?.Value ?? ownership.TargetId!.Value.Value, thing);
        world.Record(since, Actor.Rule("sweep ownerships"), () => new AuditNote("gap.opened", $"{gap.Sentence} What depends on it is denied until somebody takes over.")
        {
            Tenant = tenant,
            Integration = ownership.IntegrationId is null ? null : about,
            Target = ownership.TargetId is null ? null : about,
            Facts = new Dictionary<string, string?> { ["reason"] = gap.Reason, ["gap"] = gap.Kind.ToString() },
        });
        return row;
    }

    private static DateTimeOffset Last(LargeWorld world, OwnerTale tale, int interval, DateTimeOffset accepted)
    {
        var (least, most) = tale switch
        {
            OwnerTale.Due => (interval - 13.5, interval - 0.5),
            OwnerTale.Overdue => (interval + 0.5, interval + 13.5),
            OwnerTale.Stale => (interval + 14.5, interval + 25.0),
            _ => (0.02, interval - 15.0),
        };
        var last = world.Now.AddDays(-(least + ((most - least) * world.Dice.NextDouble())));
        // A story too young for its tale is simply a fresh one.
        return last >= accepted ? last : world.Now - accepted < TimeSpan.FromDays(interval - 15) ? accepted : world.Now.AddDays(-1);
    }
}
