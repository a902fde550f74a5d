using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Vendors;

/// <summary>One integration of a vendor.</summary>
public sealed record VendorConnector(string Key, string Name, IntegrationStatus Status, Standing Standing, int Paths, int LiveGrants);

/// <summary>A vendor: its contract, and from the paths of its integrations what it reaches and what is granted now.</summary>
public sealed record VendorDetail
{
    public required VendorId Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required TenantId Tenant { get; init; }
    public required string TenantName { get; init; }
    public required PersonChoice? ContractOwner { get; init; }
    public required string? Contact { get; init; }
    public required DateTimeOffset? ContractEnds { get; init; }
    public required IReadOnlyList<(string Key, string Name)> Systems { get; init; }
    public required IReadOnlyList<string> TenantsReached { get; init; }
    public required IReadOnlyList<IdentityStore> Stores { get; init; }
    public required IReadOnlyList<VendorConnector> Connectors { get; init; }

    /// <summary>Together, as a way is open when any of its integrations can use it.</summary>
    public required Reach Reach { get; init; }

    public required bool MayChange { get; init; }

    public int Standing => Reach.Ways.Sum(way => way.Paths.Count);

    public int Granted => Reach.Ways.Sum(way => way.LiveGrants);
}

/// <summary>Reads one vendor by its key; null when there is none, or none this actor may see.</summary>
public sealed class VendorPageQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 500;

    public async Task<VendorDetail?> RunAsync(Actor actor, string key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var vendor = await db.Vendors.AsNoTracking().Shown(actor, db).SingleOrDefaultAsync(v => v.Key == key, cancellation);
        if (vendor is null)
            return null;
        var integrations = await db.Integrations.AsNoTracking().To(actor, db).Where(i => i.VendorId == vendor.Id).OrderBy(i => i.Name).Take(Most).ToListAsync(cancellation);
        var working = integrations.Where(i => i.Status == IntegrationStatus.Active && (i.EndOfLife is null || now < i.EndOfLife)).ToDictionary(i => i.Id);
        var ids = integrations.Where(i => i.Status != IntegrationStatus.Retired).Select(i => i.Id).ToList();
        var live = await db.Grants.AsNoTracking().Where(g => ids.Contains(g.IntegrationId) && g.Status == GrantStatus.Active && g.Until > now)
            .Select(g => new { g.IntegrationId, g.TargetId, g.ActionName }).ToListAsync(cancellation);
        var paths = await (from path in db.Paths.AsNoTracking()
                           where ids.Contains(path.IntegrationId) && path.RemovedAt == null
                           join target in db.Targets on path.TargetId equals target.Id
                           join action in db.Actions on path.ActionName equals action.Name
                           select new { path.IntegrationId, path.ResourcePattern, Target = target, Action = action }).ToListAsync(cancellation);
        var open = await db.OpenOwnersAsync(ids, [.. paths.Select(path => path.Target.Id).Distinct()], now, cancellation);
        OwnershipGap? Gap(Integration integration, TargetSystem target) => OwnershipGap.OnTheWay(
            integration.Key, open.Cell(new(OwnerRole.BusinessOwner, integration.Id, null), integration.Key).Fact, open.Cell(new(OwnerRole.IamOwner, integration.Id, null), integration.Key).Fact,
            target.Key, open.Cell(new(OwnerRole.SystemOwner, null, target.Id), target.Key).Fact, now);
        var systems = vendor.Systems.ConvertAll(system => system.TargetId);
        var tenants = paths.Select(path => path.Target.TenantId).Concat(integrations.Select(i => i.TenantId)).Append(vendor.TenantId).Distinct().ToList();
        var names = await db.Tenants.AsNoTracking().Where(t => tenants.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancellation);
        return new()
        {
            Id = vendor.Id,
            Key = vendor.Key,
            Name = vendor.Name,
            Version = vendor.Version,
            Tenant = vendor.TenantId,
            TenantName = names[vendor.TenantId],
            ContractOwner = await db.People.AsNoTracking().Where(p => p.Id == vendor.ContractOwnerId).Select(p => new PersonChoice(p.Id, p.Name, p.Mail)).SingleOrDefaultAsync(cancellation),
            Contact = vendor.Contact,
            ContractEnds = vendor.ContractEnds,
            Systems = [.. (await db.Targets.AsNoTracking().Where(t => systems.Contains(t.Id)).OrderBy(t => t.Name).Select(t => new { t.Key, t.Name }).ToListAsync(cancellation)).Select(t => (t.Key, t.Name))],
            TenantsReached = [.. paths.Select(path => names[path.Target.TenantId]).Distinct().Order(StringComparer.OrdinalIgnoreCase)],
            Stores = [.. paths.Select(path => path.Target.Store).Distinct().Order()],
            Connectors = [.. integrations.Select(i => new VendorConnector(
                i.Key, i.Name, i.Status, i.Standing, paths.Count(path => path.IntegrationId == i.Id), live.Count(grant => grant.IntegrationId == i.Id)))],
            Reach = new Reach(vendor.Name, vendor.Key, true, [.. paths.GroupBy(path => path.Target.Id).Select(way =>
            {
                var target = way.First().Target;
                // A suspended or ended integration closes its way like a gap does.
                var gaps = way.Select(path => working.GetValueOrDefault(path.IntegrationId)).Distinct()
                    .Select(i => i is null ? new OwnershipGap(OwnerRole.BusinessOwner, vendor.Key, GapKind.Vacant) : Gap(i, target)).ToList();
                return new PassportWay
                {
                    Key = target.Key,
                    Name = target.Name,
                    Store = target.Store,
                    Criticality = target.Criticality,
                    Owner = open.Cell(new OwnerCell(OwnerRole.SystemOwner, null, target.Id), target.Key),
                    Gap = gaps.Contains(null) ? null : gaps[0],
                    Paths = [.. way.GroupBy(path => (path.Action.Name, path.ResourcePattern)).Select(path => path.First()).OrderByDescending(path => path.Action.Risk).Select(path => new PassportPath(
                        path.Action.Name, path.Action.Title, path.Action.Class, path.Action.Risk, path.Action.ResourceType, path.ResourcePattern, null,
                        live.Count(grant => grant.TargetId == target.Id && grant.ActionName == path.Action.Name)))],
                };
            }).OrderBy(way => way.Key, StringComparer.OrdinalIgnoreCase)]),
            MayChange = Permissions.Allows(actor, Permission.RegisterIntegrations),
        };
    }
}
