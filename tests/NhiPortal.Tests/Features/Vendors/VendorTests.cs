using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Stops;
using NhiPortal.Features.Vendors;
using NhiPortal.Tests.Features.Stops;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Vendors;

/// <summary>A vendor as a record: who answers, where it is bound, what it reaches, and what happens when it is cut off.</summary>
public sealed class VendorTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private Actor Staff => As(org.Staff, Role.IamStaff);

    private VendorDraft Draft => new()
    {
        Key = "acme", Name = "Acme", ContractOwner = org.Bea.Id, Contact = "support@acme.example", ContractEnds = "2027-06-30", Systems = ["orders-db"],
    };

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Page_TellsWhatItReachesFromItsPaths()
    {
        await RegisterAsync();

        var page = (await portal.Get<VendorPageQuery>().RunAsync(Staff, "acme", TestContext.Current.CancellationToken))!;

        Assert.Equal(("Bea", "support@acme.example"), (page.ContractOwner?.Name, page.Contact));
        Assert.Equal([IdentityStore.Database], page.Stores);
        Assert.Equal(["Home"], page.TenantsReached);
        Assert.Equal((2, 0), (page.Standing, page.Granted));
        Assert.Equal(("orders-db", 2), (Assert.Single(page.Reach.Ways).Key, page.Connectors.Count));
        Assert.Null(await portal.Get<VendorPageQuery>().RunAsync(As(org.Stranger, Role.IamStaff), "acme", TestContext.Current.CancellationToken));
        var row = Assert.Single((await portal.Get<VendorListQuery>().RunAsync(Staff, "ac", 0, 10, TestContext.Current.CancellationToken)).Rows);
        Assert.Equal((2, 1), (row.Integrations, row.Targets));
    }

    [Theory]
    [InlineData("NO-CAPITALS", "key_letters")]
    [InlineData("acme", "key_exists")]
    public async Task Register_BadKey_IsRefused(string key, string code)
    {
        await RegisterAsync();
        Assert.Equal(code, (await portal.Get<RegisterVendor>().RunAsync(Staff, Draft with { Key = key }, TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    [Fact]
    public async Task Change_LeavingOutASystemStillReached_IsRefusedAndNamesIt()
    {
        await RegisterAsync();
        await using var db = portal.Db();
        var vendor = await db.Vendors.SingleAsync(TestContext.Current.CancellationToken);

        var left = await portal.Get<ChangeVendor>().RunAsync(Staff, vendor.Id, vendor.Version, Draft with { Systems = ["corp-directory"] }, TestContext.Current.CancellationToken);
        Assert.Equal("still_reached", left.Refusal!.Code);
        Assert.Contains("orders-db", left.Refusal.Sentence, StringComparison.Ordinal);
        Assert.True((await portal.Get<ChangeVendor>().RunAsync(Staff, vendor.Id, vendor.Version, Draft with { Systems = ["orders-db", "corp-directory"] }, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal("changed_meanwhile", (await portal.Get<ChangeVendor>().RunAsync(Staff, vendor.Id, vendor.Version, Draft, TestContext.Current.CancellationToken)).Refusal!.Code);
        Assert.Equal("bad_date", (await portal.Get<ChangeVendor>().RunAsync(Staff, vendor.Id, vendor.Version + 1, Draft with { ContractEnds = "soon" }, TestContext.Current.CancellationToken)).Refusal!.Code);
    }

    [Fact]
    public async Task Stop_HoldsEveryIntegrationOfIt_AndTheDryRunSaysSoBefore()
    {
        await RegisterAsync();
        await using var db = portal.Db();
        var vendor = (await db.Vendors.SingleAsync(TestContext.Current.CancellationToken)).Id;
        var stops = await portal.Get<CutOffQuery>().RunAsync(Staff, StopScope.Vendor, vendor.Value, TestContext.Current.CancellationToken);
        Assert.Equal((2, 2), (stops.Integrations, stops.Paths));

        Assert.True((await portal.StopAsync(As(org.Staff, Role.SecurityOperations), StopScope.Vendor, vendor.Value)).Succeeded);

        var one = await db.Integrations.SingleAsync(i => i.Key == "acme-one", TestContext.Current.CancellationToken);
        var held = (await portal.Get<StoppingQuery>().RunAsync(Staff, StopScope.Integration, one.Id.Value, TestContext.Current.CancellationToken))!;
        Assert.Equal((StopScope.Vendor, true), (Assert.Single(held.Live).Scope, held.MayStop));
    }

    private async Task RegisterAsync()
    {
        Assert.Equal("acme", (await portal.Get<RegisterVendor>().RunAsync(Staff, Draft, default)).Value);
        foreach (var (key, pattern) in new[] { ("acme-one", "a*"), ("acme-two", "b*") })
            Assert.True((await portal.Get<RegisterIntegration>().RunAsync(Staff, new IntegrationDraft
            {
                Key = key, Name = key, Purpose = "Operated by the vendor.", Kind = "VendorOperated", Environment = "Production", Vendor = "acme", Paths = [new("orders-db", "group.add_member", pattern)],
            }, null, default)).Succeeded);
    }
}
