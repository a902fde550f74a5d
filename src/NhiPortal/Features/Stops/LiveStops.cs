using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Stops;

/// <summary>The stops in force over one integration and the targets it reaches; the widest answers first.</summary>
internal sealed class LiveStops(IReadOnlyList<Stop> live)
{
    public StopFact? Of(Integration integration) => Fact(live.FirstOrDefault(stop => stop.Scope == StopScope.Tenant && stop.TenantId == integration.TenantId)
        ?? live.FirstOrDefault(stop => stop.VendorId is { } vendor && vendor == integration.VendorId) ?? live.FirstOrDefault(stop => stop.IntegrationId == integration.Id));

    public StopFact? Of(TargetSystem target) =>
        Fact(live.FirstOrDefault(stop => stop.Scope == StopScope.Tenant && stop.TenantId == target.TenantId) ?? live.FirstOrDefault(stop => stop.TargetId == target.Id));

    private static StopFact? Fact(Stop? stop) => stop is null ? null : new(stop.Scope, stop.Key);
}

/// <summary>Finds what is stopped now.</summary>
internal static class LiveStopsReading
{
    public static async Task<LiveStops> LiveStopsAsync(this PortalDb db, Integration integration, IReadOnlyList<TargetSystem> targets, CancellationToken cancellation)
    {
        var (id, vendor, reached) = (integration.Id, integration.VendorId, targets.Select(target => target.Id).ToList());
        var tenants = targets.Select(target => target.TenantId).Append(integration.TenantId).Distinct().ToList();
        return new(await db.Stops.AsNoTracking().Where(s => s.LiftedAt == null && (s.IntegrationId == id || (s.VendorId != null && s.VendorId == vendor)
            || (s.Scope == StopScope.Tenant && tenants.Contains(s.TenantId)) || (s.TargetId != null && reached.Contains(s.TargetId.Value)))).ToListAsync(cancellation));
    }

    /// <summary>Those that a stop of their own, of their vendor or of their tenant holds.</summary>
    public static IQueryable<Integration> Stopped(this IQueryable<Integration> integrations, PortalDb db)
    {
        var live = db.Stops.Where(s => s.LiftedAt == null);
        return integrations.Where(i => live.Any(s => s.IntegrationId == i.Id || (s.VendorId != null && s.VendorId == i.VendorId) || (s.Scope == StopScope.Tenant && s.TenantId == i.TenantId)));
    }

    /// <summary>Whoever looks into an incident must find the thing as it was, and nothing may slip out from under its stop.</summary>
    public static Refusal Frozen(string name) => new("stopped", $"{name} is stopped. It stays as it is until the stop is lifted.");
}
