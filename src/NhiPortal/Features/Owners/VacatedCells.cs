using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;

namespace NhiPortal.Features.Owners;

/// <summary>A cell that succession looks at: who holds it, who is asked, and who was asked since the holder is gone.</summary>
internal sealed class VacatedCell(AuditThing thing, bool onTarget)
{
    public Ownership? Holder { get; init; }
    public Person? HolderPerson { get; init; }
    public Ownership? Nominee { get; set; }
    public Person? NomineePerson { get; init; }
    public IReadOnlySet<PersonId> Asked { get; set; } = new HashSet<PersonId>();

    public AuditThing Thing => thing;

    public bool HolderGone => HolderPerson is { Active: false };

    public string Role => (Holder ?? Nominee)!.Role.InSentence();

    public AuditNote Note(string kind, string sentence) => new(kind, sentence)
    {
        Tenant = (Holder ?? Nominee)!.TenantId,
        Integration = onTarget ? null : thing,
        Target = onTarget ? thing : null,
    };
}

/// <summary>Reads the cells of ownerships a sweep looks at, in a handful of queries however many there are.</summary>
internal static class VacatedCells
{
    public static async Task<IReadOnlyList<VacatedCell>> VacatedAsync(this Work run, IReadOnlyCollection<OwnershipId> looked, CancellationToken cancellation)
    {
        var places = (await run.Db.Ownerships.AsNoTracking().Where(o => looked.Contains(o.Id)).Select(o => new OwnerCell(o.Role, o.IntegrationId, o.TargetId)).ToListAsync(cancellation))
            .Distinct().ToList();
        var integrations = places.Select(place => place.Integration).OfType<IntegrationId>().Distinct().ToList();
        var targets = places.Select(place => place.Target).OfType<TargetId>().Distinct().ToList();
        var open = (await run.Db.Ownerships.Where(o => o.ClosedAt == null
            && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))).ToListAsync(cancellation)).ToLookup(Place);
        var ids = places.SelectMany(place => open[place]).Select(o => o.PersonId).Distinct().ToList();
        var people = await run.Db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        var things = await run.ThingsAsync(integrations, targets, cancellation);

        var cells = new List<(OwnerCell Place, VacatedCell Cell)>();
        foreach (var place in places)
        {
            var holder = open[place].FirstOrDefault(o => o.AcceptedAt is not null);
            var nominee = open[place].FirstOrDefault(o => o.AcceptedAt is null);
            if ((holder ?? nominee) is not null && things.TryGetValue(place.Integration?.Value ?? place.Target!.Value.Value, out var thing))
                cells.Add((place, new VacatedCell(thing, place.Target is not null)
                {
                    Holder = holder,
                    HolderPerson = holder is null ? null : people[holder.PersonId],
                    Nominee = nominee,
                    NomineePerson = nominee is null ? null : people[nominee.PersonId],
                }));
        }

        await run.ReadAskedAsync(cells.FindAll(entry => entry.Cell.HolderGone), cancellation);
        return [.. cells.Select(entry => entry.Cell)];
    }

    /// <summary>Nobody has to answer any more for an integration that is retired.</summary>
    private static async Task<Dictionary<Guid, AuditThing>> ThingsAsync(this Work run, List<IntegrationId> integrations, List<TargetId> targets, CancellationToken cancellation)
    {
        var things = (await run.Db.Integrations.AsNoTracking().Where(i => integrations.Contains(i.Id) && i.Status != IntegrationStatus.Retired).ToListAsync(cancellation)).ConvertAll(Work.Thing);
        things.AddRange((await run.Db.Targets.AsNoTracking().Where(t => targets.Contains(t.Id)).ToListAsync(cancellation)).ConvertAll(Work.Thing));
        return things.ToDictionary(thing => thing.Id);
    }

    private static async Task ReadAskedAsync(this Work run, List<(OwnerCell Place, VacatedCell Cell)> gone, CancellationToken cancellation)
    {
        if (gone.Count == 0)
            return;
        var integrations = gone.Select(entry => entry.Place.Integration).OfType<IntegrationId>().ToList();
        var targets = gone.Select(entry => entry.Place.Target).OfType<TargetId>().ToList();
        var since = gone.Min(entry => entry.Cell.HolderPerson!.InactiveSince ?? run.Now);
        var asked = (await run.Db.Ownerships.AsNoTracking().Where(o => o.NominatedAt >= since && o.AcceptedAt == null
            && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))).ToListAsync(cancellation)).ToLookup(Place);
        foreach (var (place, cell) in gone)
            cell.Asked = asked[place].Where(o => o.NominatedAt >= cell.HolderPerson!.InactiveSince).Select(o => o.PersonId).ToHashSet();
    }

    private static OwnerCell Place(Ownership ownership) => new(ownership.Role, ownership.IntegrationId, ownership.TargetId);
}
