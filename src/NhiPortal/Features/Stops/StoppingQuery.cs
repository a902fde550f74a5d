using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Stops;

namespace NhiPortal.Features.Stops;

/// <summary>One live stop that holds a thing.</summary>
public sealed record StopOver(StopId Id, StopScope Scope, string Name, string Reason, string By, DateTimeOffset At, int Open);

/// <summary>What holds a thing now, and whether this viewer may stop it themselves.</summary>
public sealed record Stopping(StoppedThing Thing, IReadOnlyList<StopOver> Live, bool MayStop);

/// <summary>Reads which stops hold one thing: its own, and those of whatever it belongs to; null when it is not this actor's to see.</summary>
public sealed class StoppingQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<Stopping?> RunAsync(Actor actor, StopScope scope, Guid thing, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.StoppableAsync(actor, scope, thing, cancellation) is not { } found)
            return null;
        var vendors = db.Integrations.Where(i => scope == StopScope.Integration && i.Id == new IntegrationId(thing) && i.VendorId != null).Select(i => i.VendorId!.Value);
        var over = db.Stops.AsNoTracking().Where(s => s.LiftedAt == null && (
            (s.Scope == StopScope.Tenant && s.TenantId == found.Tenant)
            || (s.VendorId != null && vendors.Contains(s.VendorId.Value))
            || (scope == StopScope.Integration && s.IntegrationId == new IntegrationId(thing))
            || (scope == StopScope.Vendor && s.VendorId == new VendorId(thing))
            || (scope == StopScope.Target && s.TargetId == new TargetId(thing))));
        var live = await over.OrderBy(s => s.At).Select(s => new StopOver(
            s.Id, s.Scope, s.Name, s.Reason, db.People.Where(p => p.Id == s.ById).Select(p => p.Name).First(), s.At, db.StopLines.Count(l => l.StopId == s.Id && l.EndedAt == null))).ToListAsync(cancellation);
        var own = live.Exists(stop => stop.Scope == scope);
        return new(found, live, !own && await db.WhyNotStopAsync(actor, found, time.GetUtcNow(), cancellation) is null);
    }
}
