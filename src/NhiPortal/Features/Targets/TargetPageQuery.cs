using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Targets;

/// <summary>One integration that reaches the target, and what it may ask for there.</summary>
public sealed record Reacher(string Key, string Name, IntegrationKind Kind, IntegrationStatus Status, Standing Standing, IReadOnlyList<ReacherPath> Paths);

/// <summary>One action an integration may ask for on the target.</summary>
public sealed record ReacherPath(string Action, string Title, RiskLevel Risk, string Pattern, int LiveGrants);

/// <summary>One target, its owner, and a page of who reaches it.</summary>
public sealed record TargetDetail
{
    public required TargetId Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string TenantName { get; init; }
    public required IdentityStore Store { get; init; }
    public required DeploymentEnvironment Environment { get; init; }
    public required Criticality Criticality { get; init; }
    public required CellView Owner { get; init; }
    public required IReadOnlyList<Reacher> Reachers { get; init; }

    /// <summary>How many integrations reach it that the actor may see.</summary>
    public required int ReacherCount { get; init; }

    /// <summary>In the order of names; of very many, in the order they were registered.</summary>
    public required bool ByName { get; init; }
}

/// <summary>Reads one target by its key, with one page of the integrations that reach it; null when there is none, or none this actor may see.</summary>
public sealed class TargetPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>Sorting more than this by name would cost more than it tells.</summary>
    private const int Sortable = 5000;

    public async Task<TargetDetail?> RunAsync(Actor actor, string key, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = await (from target in db.Targets.AsNoTracking().To(actor, db)
                           where target.Key == key
                           join tenant in db.Tenants on target.TenantId equals tenant.Id
                           select new { Row = target, Tenant = tenant.Name }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var id = found.Row.Id;
        var reaching = db.Paths.Where(p => p.TargetId == id && p.RemovedAt == null).Select(p => p.IntegrationId).Distinct();
        var seen = db.Integrations.AsNoTracking().To(actor, db).Where(i => reaching.Contains(i.Id));
        var count = await seen.CountAsync(cancellation);
        var byName = count <= Sortable;
        var rows = await (byName ? seen.OrderBy(i => i.Name).ThenBy(i => i.Id) : seen.OrderBy(i => i.Id)).Skip(skip).Take(take)
            .Select(i => new { i.Id, i.Key, i.Name, i.Kind, i.Status, i.Standing }).ToListAsync(cancellation);
        var ids = rows.Select(row => row.Id).ToList();
        var paths = (await (from path in db.Paths.AsNoTracking()
                            where path.TargetId == id && path.RemovedAt == null && ids.Contains(path.IntegrationId)
                            join action in db.Actions on path.ActionName equals action.Name
                            select new
                            {
                                path.IntegrationId,
                                Path = new ReacherPath(action.Name, action.Title, action.Risk, path.ResourcePattern, db.Grants.Count(
                                    g => g.TargetId == id && g.IntegrationId == path.IntegrationId && g.ActionName == path.ActionName && g.Status == GrantStatus.Active && g.Until > now)),
                            }).ToListAsync(cancellation)).ToLookup(row => row.IntegrationId, row => row.Path);
        var open = await db.OpenOwnersAsync([], [id], now, cancellation);
        return new()
        {
            Id = id,
            Key = found.Row.Key,
            Name = found.Row.Name,
            TenantName = found.Tenant,
            Store = found.Row.Store,
            Environment = found.Row.Environment,
            Criticality = found.Row.Criticality,
            Owner = open.Cell(new OwnerCell(OwnerRole.SystemOwner, null, id), found.Row.Key),
            Reachers = [.. rows.Select(row => new Reacher(row.Key, row.Name, row.Kind, row.Status, row.Standing, [.. paths[row.Id].OrderByDescending(path => path.Risk)]))],
            ReacherCount = count,
            ByName = byName,
        };
    }
}
