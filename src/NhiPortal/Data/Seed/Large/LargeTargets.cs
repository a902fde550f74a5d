using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Trust;

namespace NhiPortal.Data.Seed.Large;

/// <summary>Five hundred targets with their system owners, all guarded by the demo's gateway.</summary>
internal static class LargeTargets
{
    public static async Task WriteAsync(LargeWorld world, PortalDb db, CancellationToken cancellation)
    {
        foreach (var tenant in world.Demo.Tenants.Values)
            world.Targets[tenant.Id] = [];
        var made = Enumerable.Range(0, world.Size.Targets).Select(number => Make(world, number)).ToList();
        await db.InsertAsync(made.Select(target => target.Target), cancellation);
        await db.InsertAsync(made.Select(target => target.Holder!), cancellation);
        await db.InsertAsync(made.Select(target => new GuardedTarget(world.Demo.Gateway.Id, target.Target.Id)), cancellation);
        foreach (var target in made)
        {
            LargeOwners.GapOf(world, target.Target.TenantId, target.Target.Key, target.Holder!, target.Person!);
            var held = target.Holder!.ClosedAt is null;
            world.Targets[target.Target.TenantId].Add(held ? target : new LargeTarget(target.Target, null, null));
        }
    }

    private static LargeTarget Make(LargeWorld world, int number)
    {
        var dice = world.Dice;
        var tenant = number < 12 ? world.Demo.Tenants.Values.ElementAt(number % 3) : world.AnyTenant();
        var store = dice.Any(Enum.GetValues<IdentityStore>());
        var area = dice.Any(LargeWords.Areas);
        var target = TargetSystem.Create(
            tenant.Id, $"{area.ToLowerInvariant()}-{store.ToString().ToLowerInvariant()}-{number:000}", $"{area} {store.ToString().ToLowerInvariant()} {number:000}", store,
            dice.Any(Enum.GetValues<DeploymentEnvironment>()), dice.Any(Enum.GetValues<Criticality>()), world.Start);
        var person = dice.Any(world.Active[tenant.Id]);
        // Few targets may be without an owner: each closes the way for hundreds of integrations.
        var tale = dice.Next(100) switch { 0 => OwnerTale.GivenUp, 1 => OwnerTale.Stale, < 6 => OwnerTale.Due, < 9 => OwnerTale.Overdue, _ => OwnerTale.Fresh };
        var holder = LargeOwners.Make(
            world, new Cell(OwnerRole.SystemOwner, null, target.Id), tenant.Id, person, dice.Any(world.Active[tenant.Id]), null, world.Start.AddMinutes(number), tale);
        return new LargeTarget(target, holder, person);
    }
}
