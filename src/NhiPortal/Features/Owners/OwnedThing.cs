using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Owners;

/// <summary>The integration or target an ownership is of, for rules, sentences and the record.</summary>
public sealed record OwnedThing(TenantId Tenant, string Key, IntegrationKind? Kind, AuditThing? Integration, AuditThing? Target)
{
    /// <summary>Nobody has to answer for it any more.</summary>
    public bool Retired { get; init; }
}

/// <summary>Reads what an ownership is of.</summary>
public static class OwnedThings
{
    /// <summary>Null when there is no such thing, or none this actor may see.</summary>
    public static async Task<OwnedThing?> ThingAsync(this Work run, OwnerCell cell, CancellationToken cancellation) =>
        (await run.Db.ThingsAsync(run.Actor, [cell], cancellation)).GetValueOrDefault(cell);

    /// <summary>What the cells are of, as far as this actor may see it: two queries, however many there are.</summary>
    public static async Task<IReadOnlyDictionary<OwnerCell, OwnedThing>> ThingsAsync(
        this PortalDb db, Actor actor, IReadOnlyCollection<OwnerCell> cells, CancellationToken cancellation)
    {
        var integrations = cells.Select(cell => cell.Integration).OfType<IntegrationId>().Distinct().ToList();
        var targets = cells.Select(cell => cell.Target).OfType<TargetId>().Distinct().ToList();
        var things = new Dictionary<Guid, OwnedThing>();
        if (integrations.Count > 0)
            foreach (var row in await db.Integrations.AsNoTracking().To(actor, db).Where(i => integrations.Contains(i.Id))
                .Select(i => new { i.Id, i.TenantId, i.Key, i.Kind, i.Status }).ToListAsync(cancellation))
                things[row.Id.Value] = new(row.TenantId, row.Key, row.Kind, new AuditThing(row.Id.Value, row.Key), null) { Retired = row.Status == IntegrationStatus.Retired };
        if (targets.Count > 0)
            foreach (var row in await db.Targets.AsNoTracking().To(actor, db).Where(t => targets.Contains(t.Id)).Select(t => new { t.Id, t.TenantId, t.Key }).ToListAsync(cancellation))
                things[row.Id.Value] = new(row.TenantId, row.Key, null, null, new AuditThing(row.Id.Value, row.Key));
        return cells.Distinct().Where(cell => cell.Fits && things.ContainsKey(Of(cell))).ToDictionary(cell => cell, cell => things[Of(cell)]);
    }

    private static Guid Of(OwnerCell cell) => cell.Integration?.Value ?? cell.Target!.Value.Value;
}
