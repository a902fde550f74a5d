using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Targets;

/// <summary>What narrows the list of targets.</summary>
public sealed record TargetFilter(string? Text, IdentityStore? Store, DeploymentEnvironment? Environment, Criticality? Criticality)
{
    public static TargetFilter From(ListQuery query) => new(
        query.Q, Value<IdentityStore>(query, "store"), Value<DeploymentEnvironment>(query, "environment"), Value<Criticality>(query, "criticality"));

    /// <summary>Only the targets that pass.</summary>
    internal IQueryable<TargetSystem> Narrow(IQueryable<TargetSystem> targets)
    {
        if (Text is { } text)
            targets = targets.Where(t => t.Name.StartsWith(text) || t.Key.StartsWith(text));
        if (Store is { } store)
            targets = targets.Where(t => t.Store == store);
        if (Environment is { } environment)
            targets = targets.Where(t => t.Environment == environment);
        return Criticality is { } criticality ? targets.Where(t => t.Criticality == criticality) : targets;
    }

    private static T? Value<T>(ListQuery query, string name) where T : struct, Enum =>
        Enum.TryParse<T>(query.Filter(name), true, out var value) && Enum.IsDefined(value) ? value : null;
}

/// <summary>One target in the list.</summary>
public sealed record TargetRow(
    string Key, string Name, TenantId Tenant, IdentityStore Store, DeploymentEnvironment Environment, Criticality Criticality, int Integrations, int LiveGrants, CellView Owner);

/// <summary>One page of the list of targets.</summary>
public sealed record TargetRows(IReadOnlyList<TargetRow> Rows, long Total);

/// <summary>Reads one page of the targets an actor may see, in the order of their names; reach for the page's rows alone.</summary>
public sealed class TargetListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<TargetRows> RunAsync(Actor actor, TargetFilter filter, bool descending, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var targets = filter.Narrow(db.Targets.AsNoTracking().To(actor, db));
        var ordered = descending ? targets.OrderByDescending(t => t.Name).ThenByDescending(t => t.Id) : targets.OrderBy(t => t.Name).ThenBy(t => t.Id);
        var total = await targets.LongCountAsync(cancellation);
        var page = await ordered.Skip(skip).Take(take).Select(t => new
        {
            Target = t,
            Integrations = db.Paths.Where(p => p.TargetId == t.Id && p.RemovedAt == null).Select(p => p.IntegrationId).Distinct().Count(),
            LiveGrants = db.Grants.Count(g => g.TargetId == t.Id && g.Status == GrantStatus.Active && g.Until > now),
        }).ToListAsync(cancellation);
        var open = await db.OpenOwnersAsync([], [.. page.Select(row => row.Target.Id)], now, cancellation);
        return new(
            [.. page.Select(row => new TargetRow(
                row.Target.Key, row.Target.Name, row.Target.TenantId, row.Target.Store, row.Target.Environment, row.Target.Criticality, row.Integrations, row.LiveGrants,
                open.Cell(new OwnerCell(OwnerRole.SystemOwner, null, row.Target.Id), row.Target.Key)))],
            total);
    }
}
