using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.ByTarget;
using NhiPortal.Shell.Parts;
using NhiPortal.Tests.Data;
using NhiPortal.Tests.Features.Integrations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Owners;

/// <summary>The matrix turned round: gaps first, and who reaches each target.</summary>
public sealed class TargetMatrixQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Rows_PutGapsFirst_UnlessNamesAreAskedFor()
    {
        await portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == org.Database.Id).End(OwnershipEnd.Ended, "Left the team.", portal.Now));
        await portal.ArrangeAsync(db => db.Add(OpenGap.Open(org.Home.Id, null, org.Database.Id, OwnerRole.SystemOwner, GapKind.Vacant, portal.Now)));
        var page = await ReadAsync("");
        Assert.Equal(["orders-db", "corp-directory"], page.Rows.Select(row => row.Key));
        Assert.Equal((2, 1, 1), (page.Total, page.Gaps, page.Held));
        Assert.Equal(["corp-directory", "orders-db"], (await ReadAsync("?sort=name")).Rows.Select(row => row.Key));
        Assert.Equal(["orders-db"], (await ReadAsync("?owned=gap")).Rows.Select(row => row.Key));
        Assert.Equal(["corp-directory"], (await ReadAsync("?owned=held")).Rows.Select(row => row.Key));
        Assert.Equal(["corp-directory"], (await ReadAsync("", skip: 1)).Rows.Select(row => row.Key));
        Assert.Equal(GapKind.Vacant, page.Rows[0].Owner.Gap!.Kind);
        Assert.Equal("HR sync", Assert.Single(page.Rows[0].Few).Name);
    }

    [Fact]
    public async Task Rows_ReachedByMany_CountThemByStanding()
    {
        await ManyIntegrations.AddAsync(portal, org);
        using var plans = new QueryPlans(portal.Folder);
        var row = (await ReadAsync("")).Rows.Single(row => row.Key == "corp-directory");
        Assert.Empty(row.Few);
        Assert.Equal(ManyIntegrations.Count / 3 * 2 + 1, row.Reached);
        Assert.Equal([], plans.Scans("Targets", "Tenants"));
        var matrix = await portal.Get<OwnershipMatrixQuery>().RunAsync(As(org.Staff, Role.IamStaff), new IntegrationFilter { Target = "corp-directory" }, new(IntegrationSort.Standing, false), 0, 50, Stop);
        Assert.Equal(row.Reached, matrix.Total);
        Assert.Equal(row.Standings[Standing.Gap], matrix.Standings[Standing.Gap]);
        Assert.Equal(["hr-sync"], (await portal.Get<OwnershipMatrixQuery>().RunAsync(
            As(org.Staff, Role.IamStaff), new IntegrationFilter { Target = "orders-db" }, new(IntegrationSort.Standing, false), 0, 50, Stop)).Rows.Select(found => found.Integration.Key));
    }

    [Fact]
    public async Task Rows_AreOnlyWhatTheActorMaySee()
    {
        Assert.Equal(["orders-db"], (await ReadAsync("", As(org.Nora))).Rows.Select(row => row.Key));
        Assert.Empty((await ReadAsync("", As(org.Stranger, Role.IamStaff))).Rows);
        Assert.Equal(["corp-directory"], (await ReadAsync("?owner=me", As(org.Sam))).Rows.Select(row => row.Key));
    }

    private Task<TargetMatrixPage> ReadAsync(string address, Actor? actor = null, int skip = 0) =>
        portal.Get<TargetMatrixQuery>().RunAsync(actor ?? As(org.Staff, Role.IamStaff), TargetMatrixFilter.From(ListQuery.Parse(address), actor?.Person), skip, 25, Stop);
}
