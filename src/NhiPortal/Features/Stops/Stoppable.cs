using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Vendors;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Stops;

/// <summary>Finds the thing somebody wants to stop, and whether it is theirs to stop.</summary>
internal static class Stoppable
{
    /// <summary>Null when there is none, or none this actor may see.</summary>
    public static async Task<StoppedThing?> StoppableAsync(this PortalDb db, Actor actor, StopScope scope, Guid thing, CancellationToken cancellation)
    {
        var named = scope switch
        {
            StopScope.Integration => await db.Integrations.AsNoTracking().To(actor, db).Where(i => i.Id == new IntegrationId(thing)).Select(i => new Named(i.TenantId, i.Key, i.Name)).SingleOrDefaultAsync(cancellation),
            StopScope.Vendor => await db.Vendors.AsNoTracking().Shown(actor, db).Where(v => v.Id == new VendorId(thing)).Select(v => new Named(v.TenantId, v.Key, v.Name)).SingleOrDefaultAsync(cancellation),
            StopScope.Target => await db.Targets.AsNoTracking().To(actor, db).Where(t => t.Id == new TargetId(thing)).Select(t => new Named(t.TenantId, t.Key, t.Name)).SingleOrDefaultAsync(cancellation),
            _ => await db.Tenants.AsNoTracking().Where(t => t.Id == new TenantId(thing)).Select(t => new Named(t.Id, t.Key, t.Name)).SingleOrDefaultAsync(cancellation),
        };
        if (named is null)
            return null;
        // A tenant is nobody's in particular.
        return scope == StopScope.Tenant && !(Permissions.Allows(actor, Permission.SeeTenant) && actor.SeesTenant(named.Tenant)) ? null : new(scope, thing, named.Tenant, named.Key, named.Name)
        {
            Critical = scope == StopScope.Tenant || await db.TargetsUnder(scope, thing).AnyAsync(t => t.Criticality == Criticality.Critical, cancellation),
        };
    }

    /// <summary>Why this actor may not stop it; null when they may, by role or because it is theirs.</summary>
    public static async Task<Refusal?> WhyNotStopAsync(this PortalDb db, Actor actor, StoppedThing thing, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Permissions.Check(actor, Permission.StopThings) is not { } refused)
            return null;
        var (integration, target, vendor, person) = (new IntegrationId(thing.Id), new TargetId(thing.Id), new VendorId(thing.Id), actor.Person ?? default);
        var owns = thing.Scope switch
        {
            StopScope.Integration => await db.HeldAsync(actor, o => o.IntegrationId == integration, now, cancellation) is not [],
            StopScope.Target => await db.HeldAsync(actor, o => o.TargetId == target && o.Role == OwnerRole.SystemOwner, now, cancellation) is not [],
            StopScope.Vendor => actor.Person is not null && await db.Vendors.AnyAsync(v => v.Id == vendor && v.ContractOwnerId == person, cancellation),
            _ => false,
        };
        return owns ? null : refused;
    }

    private sealed record Named(TenantId Tenant, string Key, string Name);
}
