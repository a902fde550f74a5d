using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Integrations;
using NhiPortal.Tests.Data;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Integrations;

public sealed class IntegrationPageQueryTests : IAsyncLifetime
{
    private static readonly IntegrationOrder GapsFirst = new(IntegrationSort.Standing, false);
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
        await ManyIntegrations.AddAsync(portal, org);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Theory]
    [InlineData(IntegrationSort.Standing, false)]
    [InlineData(IntegrationSort.Standing, true)]
    [InlineData(IntegrationSort.Name, false)]
    [InlineData(IntegrationSort.Kind, true)]
    [InlineData(IntegrationSort.Status, false)]
    public async Task Pages_PutTogether_AreTheWholeListInOrder(IntegrationSort by, bool descending)
    {
        var order = new IntegrationOrder(by, descending);
        var all = new List<IntegrationEntry>();
        var filter = new IntegrationFilter { Environment = DeploymentEnvironment.Production };
        for (var page = await ReadAsync(filter, order, 0); page.Entries.Count > 0; page = await ReadAsync(filter, order, all.Count))
        {
            all.AddRange(page.Entries);
            Assert.Equal(ManyIntegrations.Count / 3 + 1, page.Total);
        }

        Assert.Equal(ManyIntegrations.Count / 3 + 1, all.Select(entry => entry.Id).Distinct().Count());
        var expected = all.OrderBy(entry => entry.SortValue(by), StringComparer.Ordinal).ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).ToList();
        if (descending)
            expected.Reverse();
        Assert.Equal(expected.Select(entry => entry.Name), all.Select(entry => entry.Name));
        var read = await portal.Get<IntegrationPageQuery>().AllAsync(Staff(Role.Administrator), filter, order, Stop).ToListAsync(Stop);
        Assert.Equal(all.Select(entry => entry.Id), read.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Standings_CountWhatTheOtherFiltersLeave()
    {
        var page = await ReadAsync(new() { Kind = IntegrationKind.InternalAgent, Standing = Standing.Gap }, GapsFirst, 0);
        Assert.Equal(page.Total, page.Standings[Standing.Gap]);
        Assert.Equal(ManyIntegrations.Count / 4 + 1, page.Standings.Values.Sum());
    }

    [Theory]
    [InlineData("svc-00", 100)]
    [InlineData("PAYROLL 1", 500)]
    [InlineData("backup", ManyIntegrations.Count / 2)]
    [InlineData("hr", 1)]
    [InlineData("pay%", 0)]
    [InlineData("' OR 1=1 --", 0)]
    public async Task Text_IsABeginningOfNameOrKey_InAnyCase(string text, int expected) =>
        Assert.Equal(expected, (await ReadAsync(new() { Text = text }, GapsFirst, 0)).Total);

    [Fact]
    public async Task Owner_FindsWhatTheyOwnAndWhatReachesTheirTargets()
    {
        Assert.Equal(ManyIntegrations.Count / 3 * 2 + 1, (await ReadAsync(new() { Owner = org.Bea.Id }, GapsFirst, 0)).Total);
        Assert.Equal(ManyIntegrations.Count + 1, (await ReadAsync(new() { Owner = org.Sam.Id }, GapsFirst, 0)).Total);
        Assert.Equal(8, (await ReadAsync(new() { Owner = org.Nora.Id }, GapsFirst, 0)).Total);
        Assert.Equal(0, (await ReadAsync(new() { Owner = org.Stranger.Id }, GapsFirst, 0)).Total);
    }

    [Fact]
    public async Task EachActor_SeesTheirOwnPart()
    {
        Assert.Equal(ManyIntegrations.Count / 3 * 2 + 1, await SeenByAsync(As(org.Staff, Role.IamStaff)));
        Assert.Equal(ManyIntegrations.Count / 3, await SeenByAsync(As(org.Stranger, Role.Auditor)));
        Assert.Equal(8, await SeenByAsync(As(org.Nora)));
        Assert.Equal(ManyIntegrations.Count + 1, await SeenByAsync(As(org.Sam)));
        Assert.Equal(0, await SeenByAsync(As(org.Staff)));
        Assert.Equal(0, await SeenByAsync(new Actor { Kind = ActorKind.Anonymous, Id = Guid.Empty, Name = "nobody" }));
    }

    [Fact]
    public async Task Tenant_NotTheActors_ListsNothing()
    {
        var filter = new IntegrationFilter { Tenant = "other" };
        var page = await portal.Get<IntegrationPageQuery>().RunAsync(As(org.Staff, Role.IamStaff), filter, GapsFirst, 0, 50, Stop);
        Assert.Equal(0, page.Total);
        Assert.Equal(ManyIntegrations.Count / 3, (await ReadAsync(filter, GapsFirst, 0)).Total);
    }

    /// <summary>The shapes that docs/performance.md measures, at the size where lists walk.</summary>
    [Fact]
    public async Task Plans_WalkIndexesAndSortNothing()
    {
        using var plans = new QueryPlans(portal.Folder);
        foreach (var actor in new[] { Staff(Role.Administrator), As(org.Staff, Role.IamStaff), Staff(Role.IamStaff), As(org.Sam) })
            foreach (var sort in Enum.GetValues<IntegrationSort>())
                foreach (var filter in Shapes())
                    foreach (var skip in new[] { 0, 700 })
                        await portal.Get<IntegrationPageQuery>().RunAsync(actor, filter, new(sort, skip > 0), skip, 50, Stop);
        Assert.Equal([], plans.Faults("Tenants", "Vendors").Distinct());
        Assert.Contains(plans.Seen, query => query.Plan.Any(step => step.Contains("COVERING INDEX IX_Integrations_Standing_Name", StringComparison.Ordinal)));
    }

    private IEnumerable<IntegrationFilter> Shapes() =>
    [
        new(),
        new() { Standing = Standing.Gap },
        new() { Kind = IntegrationKind.LegacyAutomation },
        new() { Environment = DeploymentEnvironment.Staging },
        new() { Kind = IntegrationKind.LegacyAutomation, Environment = DeploymentEnvironment.Staging, Standing = Standing.Due },
        new() { Status = IntegrationStatus.Draft },
        new() { Tenant = "home" },
        new() { Text = "payroll" },
        new() { Text = "svc-00", Kind = IntegrationKind.InternalAgent },
        new() { Owner = org.Bea.Id },
        new() { Owner = org.Nora.Id, Kind = IntegrationKind.InternalAgent },
        new() { Owner = org.Sam.Id, Text = "svc-1" },
    ];

    private Actor Staff(Role role) => As(org.Staff, role) with { Tenants = role == Role.Administrator ? null : new HashSet<TenantId> { org.Home.Id, org.Other.Id } };

    private Task<IntegrationPage> ReadAsync(IntegrationFilter filter, IntegrationOrder order, int skip) =>
        portal.Get<IntegrationPageQuery>().RunAsync(Staff(Role.Administrator), filter, order, skip, 50, Stop);

    private async Task<long> SeenByAsync(Actor actor)
    {
        var total = (await portal.Get<IntegrationPageQuery>().RunAsync(actor, new(), GapsFirst, 0, 50, Stop)).Total;
        await using var db = portal.Db();
        Assert.Equal(await db.Integrations.To(actor, db).LongCountAsync(Stop), total);
        return total;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
