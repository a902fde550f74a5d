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
        DemoInbox.Plan(world);
        DemoRules.Plan(world);
        DemoPreApprovals.Plan(world);
        DemoDelegations.Plan(world);
        DemoBreakGlass.Plan(world);
        DemoRotations.Plan(world);
        DemoUnattended.Plan(world);
        DemoStops.Plan(world);
        DemoFindings.Plan(world);
        DemoRooms.Plan(world);
        world.Line.Play();
        world.StandAll();
        DemoCredentials.SeeUse(world);
        DemoRotations.Date(world);
        DemoDiscovery.AddTo(world);
        DemoReconciliation.AddTo(world);
        world.Judge(world.Now);
        return world;
    }

    /// <summary>Everything but the events, each kind after those it points at; people stand in an order that puts whoever leads before whoever reports.</summary>
    public static async Task WriteAsync(DemoWorld world, PortalDb db, CancellationToken cancellation)
    {
        await db.InsertAsync(world.Tenants.Values, cancellation);
        await db.InsertAsync(world.People.Values, cancellation);
        await db.InsertAsync(world.People.Values.SelectMany(person => person.AlsoIn), cancellation);
        await db.InsertAsync(world.Vendors.Values, cancellation);
        await db.InsertAsync(world.Targets.Values, cancellation);
        await db.InsertAsync(world.Vendors.Values.SelectMany(vendor => vendor.Systems), cancellation);
        await db.InsertAsync(world.Actions.Values, cancellation);
        await db.InsertAsync(world.Integrations.Values, cancellation);
        await db.InsertAsync(world.Workloads, cancellation);
        await db.InsertAsync(world.Paths, cancellation);
        await db.InsertAsync(world.Ownerships, cancellation);
        await db.InsertAsync(world.Gaps, cancellation);
        await db.InsertAsync(world.Credentials, cancellation);
        await db.InsertAsync(world.RotationPlans, cancellation);
        await db.InsertAsync(world.Rotations, cancellation);
        await db.InsertAsync(world.Rotations.SelectMany(rotation => rotation.Attempts), cancellation);
        await db.InsertAsync(world.Readings, cancellation);
        await db.InsertAsync(world.Candidates, cancellation);
        await db.InsertAsync(world.Policies, cancellation);
        await db.InsertAsync(world.Requests, cancellation);
        await db.InsertAsync(world.Requests.SelectMany(request => request.Stages), cancellation);
        await db.InsertAsync(world.Requests.SelectMany(request => request.Decisions), cancellation);
        await db.InsertAsync(world.Requests.SelectMany(request => request.Questions), cancellation);
        await db.InsertAsync(world.Grants, cancellation);
        await db.InsertAsync(world.Executions, cancellation);
        await db.InsertAsync(world.Executions.SelectMany(execution => execution.Attempts), cancellation);
        await db.InsertAsync(world.AccessRules, cancellation);
        await db.InsertAsync(world.Drafts, cancellation);
        await db.InsertAsync(world.Channels, cancellation);
        await db.InsertAsync(world.PreApprovals, cancellation);
        await db.InsertAsync(world.BreakGlassUses, cancellation);
        await db.InsertAsync(world.BreakGlassDrills, cancellation);
        await db.InsertAsync(world.PrivilegeLines, cancellation);
        await db.InsertAsync(world.ReconciliationRuns, cancellation);
        await db.InsertAsync(world.Stops, cancellation);
        await db.InsertAsync(world.StopLines, cancellation);
        await db.InsertAsync(world.Delegations, cancellation);
        await db.InsertAsync(world.Rooms, cancellation);
        await db.InsertAsync(world.Rooms.SelectMany(room => room.Members), cancellation);
        await db.InsertAsync(world.Rooms.SelectMany(room => room.Items), cancellation);
        await db.InsertAsync(world.RoomReads, cancellation);
        await db.InsertAsync(world.Issuers, cancellation);
        await db.InsertAsync(world.Findings, cancellation);
        await db.InsertAsync(world.UnattendedPolicies, cancellation);
        await db.InsertAsync(world.Revocations, cancellation);
        await db.InsertAsync(world.Revocations.SelectMany(row => row.Steps), cancellation);
        await db.InsertAsync(world.Revocations.SelectMany(row => row.Items), cancellation);
        await db.InsertAsync([world.Gateway], cancellation);
        await db.InsertAsync(world.Gateway.Guards, cancellation);
        await db.InsertAsync([world.Pipeline], cancellation);
        await DemoReviews.WriteAsync(world, db, cancellation);
    }
}
