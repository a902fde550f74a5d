using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Stops;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Stops;

/// <summary>Stops and lifts in a portal, whatever stands around it.</summary>
internal static class StopScene
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public static Guid Thing(this SmallOrganisation org, StopScope scope, VendorId vendor = default) => scope switch
    {
        StopScope.Integration => org.Sync.Id.Value,
        StopScope.Vendor => vendor.Value,
        StopScope.Target => org.Directory.Id.Value,
        _ => org.Home.Id.Value,
    };

    public static string? Typed(StopScope scope) => scope switch { StopScope.Vendor => "acme", StopScope.Tenant => "home", _ => null };

    public static Task<Result<StopId>> StopAsync(this TestPortal portal, Actor actor, StopScope scope, Guid thing) =>
        portal.Get<StopThing>().RunAsync(actor, new StopOrder(scope, thing, "Grants roles by itself, incident 812", Typed(scope)), Now);

    public static Task<int> SweepAsync(this TestPortal portal) => portal.Get<CarryOutStops>().RunAsync(Now);

    public static Task<StopDetail?> LookAsync(this TestPortal portal, Actor actor, StopId stop) => portal.Get<StopPageQuery>().RunAsync(actor, stop, null, 0, 100, Now);

    /// <summary>The vendor Acme, which operates the small organisation's integration.</summary>
    public static async Task<VendorId> VendorAsync(this TestPortal portal, SmallOrganisation org)
    {
        var vendor = Vendor.Create(org.Home.Id, "acme", "Acme", org.Bea.Id, portal.Now, systems: [org.Directory.Id, org.Database.Id]);
        await portal.ArrangeAsync(db =>
        {
            db.Add(vendor);
            var sync = db.Integrations.Single(i => i.Id == org.Sync.Id);
            sync.Redescribe(sync.Describe() with { Vendor = vendor.Id });
        });
        return vendor.Id;
    }

    /// <summary>Staff asks, Nora agrees: two people whatever hangs on it.</summary>
    public static async Task LiftAsync(this TestPortal portal, SmallOrganisation org, StopId stop)
    {
        var first = await portal.Get<LiftStop>().RunAsync(As(org.Staff, Role.IamStaff), stop, "found and removed", Now);
        Assert.True(first.Succeeded, first.Refusal?.Sentence);
        if (!first.Value)
            Assert.True((await portal.Get<LiftStop>().RunAsync(As(org.Nora, Role.SecurityOperations), stop, "I agree", Now)).Value);
    }

    public static async Task<List<StopLine>> LinesAsync(this TestPortal portal)
    {
        await using var db = portal.Db();
        return await db.StopLines.AsNoTracking().OrderBy(l => l.Kind).ThenBy(l => l.Id).ToListAsync(Now);
    }
}
