using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>
/// The integrations an actor may see under a filter, ready to be counted and walked in order. Sorting costs nothing: a
/// list is a row of stretches (one for each value sorted by), and within a stretch an index holds the order of names.
/// </summary>
internal sealed class IntegrationWalk(
    PortalDb db, IntegrationFilter filter, IReadOnlyList<TenantId>? tenants, IReadOnlyList<IntegrationSet> sets, IReadOnlyList<IntegrationEntry>? few)
{
    /// <summary>Says under which name the counts may be remembered: nothing in it but what the counts depend on.</summary>
    public string Name => string.Join('\n', sets.Select(set => set.Name));

    public static async Task<IntegrationWalk> StartAsync(PortalDb db, Actor actor, IntegrationFilter filter, CancellationToken cancellation)
    {
        var sets = new List<IntegrationSet>();
        IReadOnlyList<TenantId>? tenants = null;
        if (Permissions.Allows(actor, Permission.SeeTenant))
            tenants = actor.Tenants?.ToList();
        else
            sets.Add(await IntegrationSet.OfPersonAsync(db, actor.Person ?? default, cancellation));
        if (filter.Tenant is { } key)
            tenants = await db.Tenants.Where(t => t.Key == key && (tenants == null || tenants.Contains(t.Id))).Select(t => t.Id).ToListAsync(cancellation);
        if (filter.Owner is { } owner)
            sets.Add(await IntegrationSet.OfPersonAsync(db, owner, cancellation));
        if (filter.Text is { } text)
            sets.Add(IntegrationSet.OfText(db, text));
        if (filter.Vendor is { } vendor)
            sets.Add(IntegrationSet.OfVendor(db, vendor));
        if (filter.Target is { } target)
            sets.Add(await IntegrationSet.OfTargetAsync(db, target, cancellation));
        if (filter.Risk is { } least)
            sets.Add(IntegrationSet.OfRisk(db, least));
        return new(db, filter, tenants, sets, await FewAsync(db, tenants, sets, cancellation));
    }

    /// <summary>Counts what is there by every value a list is filtered by; filters themselves are not applied yet.</summary>
    public async Task<IReadOnlyList<FacetGroup>> CountAsync(CancellationToken cancellation)
    {
        if (few is not null)
            return [.. few.Select(entry => new FacetGroup(entry, 1))];
        var groups = await Probed().GroupBy(i => new { i.TenantId, i.Standing, i.Kind, i.Environment, i.Status })
            .Select(group => new { group.Key, Count = group.LongCount() }).ToListAsync(cancellation);
        return [.. groups.Select(group => new FacetGroup(
            new() { Id = default, Key = "", Name = "", Tenant = group.Key.TenantId, Standing = group.Key.Standing, Kind = group.Key.Kind, Environment = group.Key.Environment, Status = group.Key.Status },
            group.Count))];
    }

    public bool Sees(TenantId tenant) => tenants is null || tenants.Contains(tenant);

    /// <summary>One stretch in the order of names; the example says which value sorted by it is of.</summary>
    public IAsyncEnumerable<IntegrationEntry> Stretch(IntegrationEntry example, IntegrationOrder order, int skip, int take)
    {
        if (few is not null)
            return Ordered(few.Where(e => Sees(e.Tenant) && filter.Passes(e) && e.SortValue(order.By) == example.SortValue(order.By)), order).Skip(skip).Take(take).ToAsyncEnumerable();
        var rows = Facets(Probed().InTenants(tenants), order.By, example);
        rows = (order.By == IntegrationSort.Risk, order.Descending) switch
        {
            (true, true) => rows.OrderByDescending(i => i.RiskScore).ThenByDescending(i => i.Name).ThenByDescending(i => i.Id),
            (true, false) => rows.OrderBy(i => i.RiskScore).ThenBy(i => i.Name).ThenBy(i => i.Id),
            (_, true) => rows.OrderByDescending(i => i.Name).ThenByDescending(i => i.Id),
            _ => rows.OrderBy(i => i.Name).ThenBy(i => i.Id),
        };
        return rows.Select(IntegrationEntry.Of).Skip(skip).Take(take).AsAsyncEnumerable();
    }

    private IQueryable<Integration> Facets(IQueryable<Integration> rows, IntegrationSort by, IntegrationEntry example)
    {
        var standing = by == IntegrationSort.Standing ? example.Standing : filter.Standing;
        var kind = by == IntegrationSort.Kind ? example.Kind : filter.Kind;
        var status = by == IntegrationSort.Status ? example.Status : filter.Status;
        // As values, not as conditions: an index on one of them must not take the order of scores away.
        if (by == IntegrationSort.Risk)
            return rows.Where(i => ((standing == null || i.Standing == standing) && (kind == null || i.Kind == kind) && (status == null || i.Status == status)
                && (filter.Environment == null || i.Environment == filter.Environment) ? 1 : 0) > 0);
        if (standing is not null)
            rows = rows.Where(i => i.Standing == standing);
        if (kind is not null)
            rows = rows.Where(i => i.Kind == kind);
        if (status is not null)
            rows = rows.Where(i => i.Status == status);
        return filter.Environment is { } environment ? rows.Where(i => i.Environment == environment) : rows;
    }

    private IQueryable<Integration> Probed() => sets.Aggregate(db.Integrations.AsNoTracking(), (rows, set) => set.Probe(rows));

    private static async Task<IReadOnlyList<IntegrationEntry>?> FewAsync(
        PortalDb db, IReadOnlyList<TenantId>? tenants, List<IntegrationSet> sets, CancellationToken cancellation)
    {
        foreach (var set in sets)
        {
            if (await set.FewOrNullAsync(cancellation) is not { } ids)
                continue;
            var rows = sets.Where(other => other != set).Aggregate(
                db.Integrations.AsNoTracking().Where(i => EF.Parameter(ids).Contains(i.Id)), (all, other) => other.Probe(all));
            var entries = await rows.Select(IntegrationEntry.Of).ToListAsync(cancellation);
            return [.. entries.Where(entry => tenants is null || tenants.Contains(entry.Tenant))];
        }

        return null;
    }

    private static IEnumerable<IntegrationEntry> Ordered(IEnumerable<IntegrationEntry> entries, IntegrationOrder order)
    {
        var ordered = entries.OrderBy(e => order.By == IntegrationSort.Risk ? e.Risk : 0).ThenBy(e => e.Name, StringComparer.OrdinalIgnoreCase).ThenBy(e => e.Id.Value);
        return order.Descending ? ordered.Reverse() : ordered;
    }
}
