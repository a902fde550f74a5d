using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Targets;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Owners.ByTarget;

/// <summary>What narrows the matrix by target, and whether names or gaps come first.</summary>
public sealed record TargetMatrixFilter(TargetFilter Targets, bool? Gap, PersonId? Owner, bool ByName, bool Descending)
{
    public static TargetMatrixFilter From(ListQuery query, PersonId? me) => new(
        TargetFilter.From(query),
        query.Filter("owned") switch { "gap" => true, "held" => false, _ => null },
        query.Filter("owner") == "me" ? me : null,
        query.Sort == "name", query is { Sort: "name", Descending: true });
}

/// <summary>One integration that reaches a target.</summary>
public sealed record TargetReacher(string Key, string Name, Standing Standing);

/// <summary>One row: a target, who answers for it, and how the owners of those who reach it stand.</summary>
public sealed record TargetMatrixRow
{
    public required TargetId Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required TenantId Tenant { get; init; }
    public required DeploymentEnvironment Environment { get; init; }
    public required Criticality Criticality { get; init; }
    public required CellView Owner { get; init; }

    /// <summary>How many integrations that reach it stand how.</summary>
    public required IReadOnlyDictionary<Standing, int> Standings { get; init; }

    /// <summary>Which they are, gaps first, where they are few.</summary>
    public required IReadOnlyList<TargetReacher> Few { get; init; }

    public int Reached => Standings.Values.Sum();
}

/// <summary>One page, and how many targets under the filter have a gap or an owner.</summary>
public sealed record TargetMatrixPage(IReadOnlyList<TargetMatrixRow> Rows, int Total, int Gaps, int Held);

/// <summary>Reads one page of the matrix turned round: targets first, then who reaches these alone.</summary>
public sealed class TargetMatrixQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>Up to this many integrations are named in a row.</summary>
    private const int Few = 6;

    private const int Chunk = 500;

    public async Task<TargetMatrixPage> RunAsync(Actor actor, TargetMatrixFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (all, gaps, held) = Narrowed(db, actor, filter);
        var (gapCount, heldCount) = (await gaps.CountAsync(cancellation), await held.CountAsync(cancellation));
        // Two stretches in the order of names cost less than sorting all by whether they have a gap.
        (IQueryable<TargetSystem> Rows, int Count)[] stretches = filter switch
        {
            { Gap: true } => [(gaps, gapCount)],
            { Gap: false } => [(held, heldCount)],
            { ByName: true } => [(all, gapCount + heldCount)],
            _ => [(gaps, gapCount), (held, heldCount)],
        };
        var page = new List<TargetSystem>(take);
        foreach (var (rows, count) in stretches)
        {
            if (page.Count < take && skip < count)
                page.AddRange(await (filter.Descending ? rows.OrderByDescending(t => t.Name).ThenByDescending(t => t.Id) : rows.OrderBy(t => t.Name).ThenBy(t => t.Id))
                    .Skip(skip).Take(take - page.Count).ToListAsync(cancellation));
            skip = Math.Max(0, skip - count);
        }

        return new(await RowsAsync(db, actor, page, cancellation), stretches.Sum(stretch => stretch.Count), gapCount, heldCount);
    }

    /// <summary>Every row under the filter by name, while it is read: for files.</summary>
    public async IAsyncEnumerable<TargetMatrixRow> AllAsync(Actor actor, TargetMatrixFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await using var reading = await databases.CreateDbContextAsync(cancellation);
        var (all, gaps, held) = Narrowed(db, actor, filter);
        var rows = filter.Gap switch { true => gaps, false => held, null => all };
        await foreach (var chunk in rows.OrderBy(t => t.Name).ThenBy(t => t.Id).AsAsyncEnumerable().Chunk(Chunk).WithCancellation(cancellation))
            foreach (var row in await RowsAsync(reading, actor, [.. chunk], cancellation))
                yield return row;
    }

    private static (IQueryable<TargetSystem> All, IQueryable<TargetSystem> Gaps, IQueryable<TargetSystem> Held) Narrowed(PortalDb db, Actor actor, TargetMatrixFilter filter)
    {
        var all = filter.Targets.Narrow(db.Targets.AsNoTracking().To(actor, db));
        if (filter.Owner is { } owner)
            all = all.Where(t => db.Ownerships.Any(o => o.TargetId == t.Id && o.PersonId == owner && o.ClosedAt == null));
        return (all, all.Where(t => db.Gaps.Any(g => g.TargetId == t.Id && g.ClosedAt == null)), all.Where(t => !db.Gaps.Any(g => g.TargetId == t.Id && g.ClosedAt == null)));
    }

    private async Task<IReadOnlyList<TargetMatrixRow>> RowsAsync(PortalDb db, Actor actor, List<TargetSystem> page, CancellationToken cancellation)
    {
        var ids = page.ConvertAll(target => target.Id);
        var open = await db.OpenOwnersAsync([], ids, time.GetUtcNow(), cancellation);
        var reach = (await (from path in db.Paths
                            where ids.Contains(path.TargetId) && path.RemovedAt == null
                            join integration in db.Integrations.AsNoTracking().To(actor, db) on path.IntegrationId equals integration.Id
                            group integration by new { path.TargetId, integration.Standing } into reaching
                            select new { reaching.Key.TargetId, reaching.Key.Standing, Count = reaching.Select(i => i.Id).Distinct().Count() }).ToListAsync(cancellation))
            .ToLookup(row => row.TargetId);
        var few = ids.FindAll(id => reach[id].Sum(row => row.Count) is > 0 and <= Few);
        var named = (await (from path in db.Paths
                            where few.Contains(path.TargetId) && path.RemovedAt == null
                            join integration in db.Integrations.AsNoTracking().To(actor, db) on path.IntegrationId equals integration.Id
                            select new { path.TargetId, integration.Key, integration.Name, integration.Standing }).Distinct().ToListAsync(cancellation)).ToLookup(row => row.TargetId);
        return [.. page.Select(target => new TargetMatrixRow
        {
            Id = target.Id,
            Key = target.Key,
            Name = target.Name,
            Tenant = target.TenantId,
            Environment = target.Environment,
            Criticality = target.Criticality,
            Owner = open.Cell(new OwnerCell(OwnerRole.SystemOwner, null, target.Id), target.Key),
            Standings = reach[target.Id].ToDictionary(row => row.Standing, row => row.Count),
            Few = [.. named[target.Id].Select(row => new TargetReacher(row.Key, row.Name, row.Standing)).OrderBy(row => row.Standing).ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase)],
        })];
    }
}
