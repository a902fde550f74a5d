using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.Features.Controls;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Controls;

/// <summary>Every evidence query runs on a real database; scenes make it met, partly, not met and not evaluable.</summary>
public sealed class EvidenceQueriesTests : IAsyncLifetime
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
    public async Task EveryQuery_CountsAndListsInSql_AndIsNotEvaluableWhereThereIsNothing()
    {
        await using var db = portal.Db();
        foreach (var query in EvidenceQueries.All)
            foreach (var tenants in new IReadOnlyList<TenantId>?[] { null, [org.Home.Id], [org.Home.Id, org.Other.Id] })
            {
                var evidence = query.Of(new EvidenceScope(db, tenants, portal.Now));
                var count = await evidence.CountAsync(Stop);
                Assert.True(count.Population > 0 == count.Missing is null, query.Name);
                if (evidence.Failing is { } failing)
                    Assert.True(await failing.OrderBy(row => row.Name).ThenBy(row => row.Key).Take(5).ToListAsync(Stop) is { } rows && rows.TrueForAll(row => row.Href.Length > 1), query.Name);
            }

        foreach (var query in EvidenceQueries.All.Where(query => !query.PortalWide))
            Assert.Equal(ControlResult.NotEvaluable, await ResultAsync(query.Name, org.Other.Id));
    }

    [Fact]
    public async Task EachScene_IsMetWhereAllIsRight_PartlyWhereOneIsWrong_AndNotMetWhereAllIs()
    {
        var tenants = new Dictionary<(string, int), TenantId>();
        await portal.ArrangeAsync(db =>
        {
            foreach (var (name, add) in EvidenceScenes.All)
                foreach (var wrong in new[] { 0, 1, 10 })
                {
                    var scene = new EvidenceScenes(db, $"{name}-{wrong}", portal.Now);
                    for (var i = 0; i < 10; i++)
                        add(scene, i < wrong);
                    tenants[(name, wrong)] = scene.Tenant.Id;
                }
        });
        var found = new List<string>();
        foreach (var ((name, wrong), tenant) in tenants)
            found.Add($"{name}, {wrong} of 10 wrong: {await ResultAsync(name, tenant)}");
        Assert.Equal(tenants.Keys.Select(key => $"{key.Item1}, {key.Item2} of 10 wrong: {(key.Item2 switch { 0 => ControlResult.Met, 1 => ControlResult.Partly, _ => ControlResult.NotMet })}"), found);
    }

    [Fact]
    public async Task Measurement_IsKeptByTenantAndDay_AndShowsOnlyToWhoeverSeesTheTenant()
    {
        Assert.Equal(2 * EvidenceQueries.All.Count, await portal.Get<MeasureControls>().RunAsync(Stop));
        Assert.Equal(2 * EvidenceQueries.All.Count, await portal.Get<MeasureControls>().RunAsync(Stop));
        await using var db = portal.Db();
        Assert.Equal(2 * EvidenceQueries.All.Count, await db.ControlMeasures.CountAsync(Stop));

        var auditor = await portal.Get<CoverageQuery>().RunAsync(As(org.Staff, Role.Auditor), Stop);
        var elsewhere = await portal.Get<CoverageQuery>().RunAsync(As(org.Stranger, Role.Auditor), Stop);
        Assert.False(auditor.Progress.Running);
        Assert.Equal(ControlCatalogue.Shipped.Controls.Count, auditor.Rows.Count);
        Assert.Contains(auditor.Rows, row => row.Standing.Result is ControlResult.Partly or ControlResult.NotMet);
        Assert.NotEqual(auditor.Rows.Select(row => row.Standing), elsewhere.Rows.Select(row => row.Standing));
        Assert.Empty((await portal.Get<CoverageQuery>().RunAsync(As(org.Bea), Stop)).Rows);
        Assert.Equal(0, (await portal.Get<FailingObjectsQuery>().RunAsync(As(org.Stranger, Role.Auditor), "risk-tier", 0, 10, Stop)).Total);
        Assert.Equal(1, (await portal.Get<FailingObjectsQuery>().RunAsync(As(org.Staff, Role.Auditor), "risk-tier", 0, 10, Stop)).Total);

        portal.Time.Advance(TimeSpan.FromDays(3));
        Assert.All((await portal.Get<CoverageQuery>().RunAsync(As(org.Staff, Role.Auditor), Stop)).Rows, row => Assert.Equal(ControlResult.NotEvaluable, row.Standing.Result));
    }

    [Fact]
    public async Task Coverage_TakenAsAFile_IsRecorded_AndRefusedToWhoeverHasNoRole()
    {
        var file = await portal.Get<ExportCoverage>().RunAsync(As(org.Staff, Role.Auditor), "csf", Stop);
        Assert.Equal(60, file.Value.Count);
        Assert.Equal("not_allowed", (await portal.Get<ExportCoverage>().RunAsync(As(org.Bea), "csf", Stop)).Refusal!.Code);
        Assert.Equal("not_found", (await portal.Get<ExportCoverage>().RunAsync(As(org.Staff, Role.Auditor), "no-such", Stop)).Refusal!.Code);
        await using var db = portal.Db();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "control.exported", Stop));
    }

    private async Task<ControlResult> ResultAsync(string name, TenantId tenant)
    {
        await using var db = portal.Db();
        var query = EvidenceQueries.Named(name)!;
        return query.Limit.Judge(await query.Of(new EvidenceScope(db, [tenant], portal.Now)).CountAsync(Stop));
    }
}
