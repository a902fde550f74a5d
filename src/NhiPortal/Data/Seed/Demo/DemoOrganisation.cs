using Microsoft.EntityFrameworkCore;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>Plays the demo organisation's history up to now and writes what it left.</summary>
internal static class DemoOrganisation
{
    /// <param name="now">The moment the history ends at.</param>
    /// <param name="directory">The sign-in directory whose people belong to the main tenant, if one is configured.</param>
    public static DemoWorld Play(DateTimeOffset now, string? directory = null)
    {
        var world = new DemoWorld(now);
        DemoPeople.AddTo(world, directory);
        DemoTargets.AddTo(world);
        DemoIdentities.AddIssuersTo(world);
        DemoPolicy.Plan(world);
        DemoRegister.Plan(world);
        DemoHistory.Plan(world);
        DemoSignIns.Plan(world);
        DemoToday.Plan(world);
        world.Line.Play();
        world.StandAll();
        DemoCredentials.AddTo(world);
        return world;
    }

    public static async Task WriteAsync(DemoWorld world, PortalDb db, CancellationToken cancellation)
    {
        db.AddRange(world.Tenants.Values);
        db.AddRange(world.People.Values);
        db.AddRange(world.Vendors.Values);
        db.AddRange(world.Targets.Values);
        db.AddRange(world.Actions.Values);
        db.AddRange(world.Integrations.Values);
        db.AddRange(world.Workloads);
        db.AddRange(world.Paths);
        db.AddRange(world.Ownerships);
        db.AddRange(world.Gaps);
        db.AddRange(world.Credentials);
        db.AddRange(world.Policies);
        db.AddRange(world.Requests);
        db.AddRange(world.Grants);
        db.AddRange(world.Issuers);
        db.Add(world.Gateway);
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        // Events were recorded in the order of time; their ids, and so their places in the tree, follow it.
        await db.InsertAsync(world.Events, cancellation);
    }
}
