using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Plans when each act of one control point's story happens, so that the story ends today as its tale says.</summary>
internal sealed class OwnerStory(DemoWorld world, Cell cell, string key, TenantId tenant, IntegrationKind? kind, DateTimeOffset from)
{
    private readonly OwnerActs acts = new(world, cell, key, tenant, kind);
    private readonly int interval = OwnerRoles.AttestationDays(cell.Role, kind);

    public void Tell(string owner, string? deputy, OwnerTale tale, string? second)
    {
        var (person, stand, other) = (world.People[owner], Named(deputy), Named(second));
        var first = DaysAgo(from) - world.Dice.Next(1, 4);
        switch (tale)
        {
            case OwnerTale.Waiting:
                Ask(person, stand, from, null, []);
                break;
            case OwnerTale.Declined:
                Refuse(person, stand, "I only built the prototype; the contracts team should own it.");
                break;
            case OwnerTale.DeclinedFirst:
                Refuse(other!, null, "I leave this area next month.");
                Ask(person, stand, world.Workday(first - 3).AddHours(1), first - 4, Confirmations(first - 4, LastConfirmed(OwnerTale.Fresh, first - 4)));
                break;
            case OwnerTale.GivenUp:
                Ask(person, stand, from, first, Confirmations(first, 30), (26, "Moved to another team; no successor has been found yet."));
                break;
            case OwnerTale.Recovered:
                Ask(other!, null, from, first, Confirmations(first, 58), (54, "Changed teams; the successor is still to be found."));
                Ask(person, stand, world.Workday(48), 46, Confirmations(46, LastConfirmed(OwnerTale.Fresh, 46)));
                break;
            case OwnerTale.HandedOver:
                Ask(other!, person, from, first, Confirmations(first, 41));
                Ask(person, stand, world.Workday(38), 36, Confirmations(36, LastConfirmed(OwnerTale.Fresh, 36)));
                break;
            default:
                var last = LastConfirmed(tale, first);
                // Where the story ends soon after it began, accepting was the last confirmation.
                var accepted = first - last < 9 ? Math.Min(first, last) : first;
                Ask(person, stand, from, accepted, Confirmations(accepted, last), by: tale == OwnerTale.Imported ? Actor.Rule("register import") : null);
                break;
        }
    }

    /// <summary>Somebody is asked and has not answered; whoever holds the role keeps it until then.</summary>
    public void Succeed(string nominee, string? deputy, int daysAgo) => Ask(world.People[nominee], Named(deputy), world.Workday(daysAgo), null, []);

    private void Ask(
        Person person, Person? deputy, DateTimeOffset nominated, int? accepted, IReadOnlyList<int> confirmed, (int DaysAgo, string Reason)? end = null, Actor? by = null)
    {
        by ??= world.As(world.Dice.Next(3) == 0 ? "priya" : "oluwaseun");
        world.Line.At(nominated, at =>
        {
            var ownership = acts.Nominate(person, deputy, by, at);
            if (accepted is not { } days)
                return;
            var agreed = Later(world.Workday(days), at.AddMinutes(25));
            Act(person, agreed, then => acts.Accept(ownership, person, then));
            foreach (var attested in confirmed.Select(day => world.Workday(day)).Where(moment => moment > agreed))
                Act(person, attested, then => acts.Attest(ownership, person, then));
            if (end is { } ending)
                world.Line.At(world.Workday(ending.DaysAgo), then => acts.GiveUp(ownership, person, world.As("priya"), ending.Reason, then));
        });
    }

    private void Refuse(Person person, Person? deputy, string reason) => world.Line.At(from, at =>
    {
        var ownership = acts.Nominate(person, deputy, world.As("oluwaseun"), at);
        Act(person, Later(world.Workday(DaysAgo(from) - 1), at.AddMinutes(40)), then => acts.Decline(ownership, person, reason, then));
    });

    private void Act(Person person, DateTimeOffset at, Action<DateTimeOffset> act)
    {
        world.Line.At(at.AddMinutes(-2), then => DemoSignIns.ComeIn(world, person, then));
        world.Line.At(at, act);
    }

    /// <summary>
    /// Days since the last confirmation that make the tale true today. A working day may lie up to three days before the
    /// day asked for, so each range keeps that far from its edges.
    /// </summary>
    private int LastConfirmed(OwnerTale tale, int first) => tale switch
    {
        OwnerTale.JustNow => 1,
        OwnerTale.Due => interval - world.Dice.Next(4, 11),
        OwnerTale.Overdue => interval + world.Dice.Next(2, 9),
        OwnerTale.Stale => interval + world.Dice.Next(17, 22),
        _ => Math.Min(first, world.Dice.Next(1, interval - 18)),
    };

    /// <summary>Every confirmation from acceptance to the last, each in good time after the one before; oldest last.</summary>
    private List<int> Confirmations(int accepted, int last)
    {
        var days = new List<int>();
        for (var day = last; day < accepted; day += interval - world.Dice.Next(4, 9))
        {
            days.Add(day);
            if (accepted - day < interval)
                break;
        }

        return days;
    }

    private int DaysAgo(DateTimeOffset moment) => (int)(world.Now - moment).TotalDays;

    private Person? Named(string? key) => key is null ? null : world.People[key];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
