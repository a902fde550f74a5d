using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>The one analysis behind the preview, the assignment itself, and the import of the matrix.</summary>
internal static class AssignmentPlan
{
    /// <summary>Cells at a time; more nobody would look through.</summary>
    public const int Most = 500;

    /// <summary>One line for each wish, in their order; a fixed number of queries.</summary>
    public static async Task<IReadOnlyList<CellLine>> MakeAsync(
        PortalDb db, Actor actor, IReadOnlyList<(OwnerCell Cell, Assignment Wish)> wishes, DateTimeOffset now, CancellationToken cancellation)
    {
        var cells = wishes.Select(wish => wish.Cell).Distinct().ToList();
        var things = await db.ThingsAsync(actor, cells, cancellation);
        var integrations = cells.Select(cell => cell.Integration).OfType<IntegrationId>().Distinct().ToList();
        var targets = cells.Select(cell => cell.Target).OfType<TargetId>().Distinct().ToList();
        var open = await db.Ownerships.Where(o => o.ClosedAt == null
            && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))).ToListAsync(cancellation);
        var ids = wishes.SelectMany(wish => new[] { wish.Wish.Owner, wish.Wish.Deputy }).OfType<PersonId>().Concat(open.Select(o => o.PersonId)).Distinct().ToList();
        var people = await db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var around = await RolesAround.ReadAsync(db, wishes, open, cancellation);
        var standing = open.ToLookup(OwnerCell.Of);
        Person? Known(PersonId? id) => id is { } known ? people.GetValueOrDefault(known) : null;
        return [.. wishes.Select(wish =>
        {
            var holder = standing[wish.Cell].FirstOrDefault(o => o.AcceptedAt is not null);
            var nominee = standing[wish.Cell].FirstOrDefault(o => o.AcceptedAt is null);
            return Judge(new CellLine(wish.Cell, things.GetValueOrDefault(wish.Cell), wish.Wish)
            {
                Holder = holder,
                HolderPerson = Known(holder?.PersonId),
                Nominee = nominee,
                NomineePerson = Known(nominee?.PersonId),
                Owner = Known(wish.Wish.Owner),
                Deputy = Known(wish.Wish.Deputy),
            }, around, now);
        })];
    }

    private static CellLine Judge(CellLine line, RolesAround around, DateTimeOffset now)
    {
        if (line.Thing is not { } thing)
            return line with { Refusal = new("not_found", "There is no such integration or target for you.") };
        var step = line.Wish.Step(line.Holder, line.HolderPerson?.Active is true, line.Nominee, now);
        if (!step.Succeeded)
            return line with { Refusal = step.Refusal };
        return line with
        {
            Step = step.Value,
            Refusal = step.Value switch
            {
                AssignmentStep.Ask when thing.Retired => new("retired", $"{thing.Key} is retired; nobody has to answer for it any more."),
                AssignmentStep.Ask => Nominations.Unfit(line.Owner, thing.Tenant, "owner") ?? DeputyUnfit(line, thing) ?? Lonely(line, thing, around),
                AssignmentStep.NameDeputy => DeputyUnfit(line, thing),
                _ => null,
            },
        };
    }

    private static Refusal? DeputyUnfit(CellLine line, OwnedThing thing) => line.Wish.Deputy is null ? null : Nominations.Unfit(line.Deputy, thing.Tenant, "deputy");

    private static Refusal? Lonely(CellLine line, OwnedThing thing, RolesAround around) => around.LeavesNobodyElse(line.Cell, line.Owner!.Id)
        ? new("one_person", $"{line.Owner.Name} would hold every owner role around {thing.Key}; nobody would check them.")
        : null;
}
