using Hangfire;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Evidence;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Administration;
using NhiPortal.Features.Controls;
using static NhiPortal.Tests.SmallOrganisation;
using EvidenceScope = NhiPortal.Features.Controls.EvidenceScope;

namespace NhiPortal.Tests.Features.Controls;

/// <summary>Every evidence query runs on a real database; scenes make it met, partly, not met and not evaluable.</summary>
public sealed class EvidenceQueriesTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static readonly int[] Wrongs = [0, 1, 10];

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
    public async Task EveryMeasuredQuery_HasAScene()
    {
        await using var db = portal.Db();
        var measured = EvidenceQueries.All.Where(query => query.Of(new EvidenceScope(db, null, portal.Now)).Failing is not null).Select(query => query.Name);
        Assert.Equal(measured.Order(), EvidenceScenes.All.Keys.Order());
    }

    [Fact]
    public async Task EachScene_IsMetWhereAllIsRight_PartlyWhereOneIsWrong_AndNotMetWhereAllIs()
    {
        var tenants = new Dictionary<(string, int), TenantId>();
        await portal.ArrangeAsync(db =>
        {
            foreach (var (name, add) in EvidenceScenes.All.Where(scene => !EvidenceQueries.Named(scene.Key)!.PortalWide))
                foreach (var wrong in Wrongs)
                    tenants[(name, wrong)] = Play(new EvidenceScenes(db, $"{name}-{wrong}", portal.Now), add, wrong).Tenant.Id;
        });
        var found = new List<string>();
        foreach (var ((name, wrong), tenant) in tenants)
            found.Add($"{name}, {wrong} of 10 wrong: {await ResultAsync(name, tenant)}");
        Assert.Equal(tenants.Keys.Select(key => $"{key.Item1}, {key.Item2} of 10 wrong: {Expected(key.Item1, key.Item2)}"), found);
    }

    [Fact]
    public async Task EachSceneOfWhatIsOneForAllTenants_IsJudgedAlike()
    {
        // Far from everything else that was published or verified, and never committed: each scene has the portal to itself.
        var at = portal.Now.AddDays(1000);
        foreach (var (name, add) in EvidenceScenes.All.Where(scene => EvidenceQueries.Named(scene.Key)!.PortalWide))
            foreach (var wrong in Wrongs)
            {
                await using var db = portal.Db();
                await using var transaction = await db.Database.BeginTransactionAsync(Stop);
                await db.Issuers.ExecuteDeleteAsync(Stop);
                var query = EvidenceQueries.Named(name)!;
                Assert.Equal(ControlResult.NotEvaluable, query.Limit.Judge(await query.Of(new EvidenceScope(db, null, at)).CountAsync(Stop)));
                Play(new EvidenceScenes(db, $"{name}-{wrong}", at), add, wrong);
                await db.SaveChangesAsync(Stop);
                Assert.Equal($"{name} {wrong} {Expected(name, wrong)}", $"{name} {wrong} {query.Limit.Judge(await query.Of(new EvidenceScope(db, [org.Home.Id], at)).CountAsync(Stop))}");
            }
    }

    [Theory]
    [InlineData(false, CampaignState.SignedOff, ControlResult.Met)]
    [InlineData(true, CampaignState.SignedOff, ControlResult.NotMet)]
    [InlineData(false, CampaignState.Closed, ControlResult.NotMet)]
    public async Task Review_ThatWasRushedOrIsNotSigned_IsNoEvidence(bool rushed, CampaignState state, ControlResult expected)
    {
        TenantId tenant = default;
        await portal.ArrangeAsync(db =>
        {
            var scene = new EvidenceScenes(db, "reviewed", portal.Now);
            scene.Item(scene.Campaign(rushed, state), ReviewOutcome.Revoked);
            tenant = scene.Tenant.Id;
        });
        Assert.Equal(expected, await ResultAsync("review-completion", tenant));
    }

    [Fact]
    public async Task WhatFails_IsListedAsItWasMeasured_UpToABound_AndReplacedByTheNextMeasurement()
    {
        await portal.ArrangeAsync(db => Play(new EvidenceScenes(db, "many", portal.Now), EvidenceScenes.All["auth-methods"], 130, 130));
        await portal.Get<MeasureControls>().RunAsync(Stop);
        var administrator = As(org.Staff, Role.Administrator);
        var page = await portal.Get<FailingObjectsQuery>().RunAsync(administrator, "auth-methods", 90, 20, Stop);
        Assert.Equal((10, ControlFailing.Most), (page.Rows.Count, page.Listed));
        Assert.All(page.Rows, row => Assert.Equal($"/credentials/{row.Id}", row.Href));
        await using var db = portal.Db();
        Assert.Equal(130, await db.ControlMeasures.Where(m => m.Query == "auth-methods").SumAsync(m => m.Failing, Stop));
        await db.Credentials.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, CredentialStatus.Revoked), Stop);
        await portal.Get<MeasureControls>().RunAsync(Stop);
        Assert.Equal(0, (await portal.Get<FailingObjectsQuery>().RunAsync(administrator, "auth-methods", 0, 20, Stop)).Listed);
    }

    [Fact]
    public async Task WhatFailedAtAPeriodsEnd_IsNamedLater_AndWrittenOnlyWhenItChanges()
    {
        var began = portal.Now;
        await portal.ArrangeAsync(db => Play(new EvidenceScenes(db, "then", portal.Now), EvidenceScenes.All["auth-methods"], 130, 130));
        await portal.Get<MeasureControls>().RunAsync(Stop);
        portal.Time.Advance(TimeSpan.FromDays(1));
        await portal.Get<MeasureControls>().RunAsync(Stop);
        await using var db = portal.Db();
        Assert.Equal(1, await db.ControlFailingLists.CountAsync(l => l.Query == "auth-methods" && db.Tenants.Any(t => t.Id == l.TenantId && t.Key == "then"), Stop));
        var end = portal.Now.AddHours(1);
        await db.Credentials.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, CredentialStatus.Revoked), Stop);
        portal.Time.Advance(TimeSpan.FromDays(1));
        await portal.Get<MeasureControls>().RunAsync(Stop);
        var then = await db.FailedAtAsync(null, began.AddDays(-1), end, Stop);
        Assert.Equal(130, then["auth-methods"].Count);
        Assert.All(then["auth-methods"], row => Assert.Equal($"/credentials/{row.Id}", row.Href));
        Assert.False((await db.FailedAtAsync(null, end, portal.Now.AddHours(1), Stop)).ContainsKey("auth-methods"));
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
        Assert.Equal(0, (await portal.Get<FailingObjectsQuery>().RunAsync(As(org.Stranger, Role.Auditor), "risk-tier", 0, 10, Stop)).Listed);
        Assert.Equal(1, (await portal.Get<FailingObjectsQuery>().RunAsync(As(org.Staff, Role.Auditor), "risk-tier", 0, 10, Stop)).Listed);

        portal.Time.Advance(TimeSpan.FromDays(3));
        Assert.All((await portal.Get<CoverageQuery>().RunAsync(As(org.Staff, Role.Auditor), Stop)).Rows, row => Assert.Equal(ControlResult.NotEvaluable, row.Standing.Result));
    }

    [Fact]
    public async Task OldDays_AreForgotten_ButNotThoseOfAPackageThatCanBeTaken()
    {
        await portal.ArrangeAsync(db => db.AddRange(new[] { 0, 459, 461, 500, 600 }.Select(ago => ControlMeasure.Of(org.Home.Id, "alerts", new(1, 0), portal.Now.AddDays(-ago)))));
        await portal.ArrangeAsync(db => db.Add(EvidencePackage.Ask(
            As(org.Staff), org.Staff.Id, new(portal.Now.AddDays(-520), portal.Now.AddDays(-480), new(null, null, null, null), "everything", "The yearly audit."), 1, 1, portal.Now)));
        await portal.Get<PruneOldRows>().RunAsync(Stop);
        Assert.Equal([500, 461, 459, 0], await DaysAgoAsync());
        await using var db = portal.Db();
        await db.EvidencePackages.ExecuteUpdateAsync(set => set.SetProperty(p => p.State, EvidenceState.Gone), Stop);
        await portal.Get<PruneOldRows>().RunAsync(Stop);
        Assert.Equal([459, 0], await DaysAgoAsync());

        async Task<List<int>> DaysAgoAsync()
        {
            await using var read = portal.Db();
            var today = ControlMeasure.DayOf(portal.Now);
            return await read.ControlMeasures.OrderBy(m => m.Day).Select(m => today - m.Day).ToListAsync(Stop);
        }
    }

    [Fact]
    public async Task FirstStart_AsksOnceForAMeasurement()
    {
        var first = new FirstMeasurement(portal.Get<IDbContextFactory<PortalDb>>(), portal.Get<IRecurringJobManager>(), portal.Time);
        await first.StartAsync(Stop);
        await using var db = portal.Db();
        Assert.NotNull((await db.ControlRuns.AsNoTracking().SingleAsync(Stop)).AskedAt);
        // Stopped before it was measured: the next start asks again.
        await first.StopAsync(Stop);
        Assert.Null((await db.ControlRuns.AsNoTracking().SingleAsync(Stop)).AskedAt);
        await first.StartAsync(Stop);
        Assert.NotNull((await db.ControlRuns.AsNoTracking().SingleAsync(Stop)).AskedAt);
        await portal.Get<MeasureControls>().RunAsync(Stop);
        await first.StopAsync(Stop);
        Assert.NotNull((await db.ControlRuns.AsNoTracking().SingleAsync(Stop)).EndedAt);
        await first.StartAsync(Stop);
        Assert.Null((await db.ControlRuns.AsNoTracking().SingleAsync(Stop)).AskedAt);
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

    private static EvidenceScenes Play(EvidenceScenes scene, Action<EvidenceScenes, bool> add, int wrong, int all = 10)
    {
        for (var i = 0; i < all; i++)
            add(scene, i < wrong);
        return scene;
    }

    /// <summary>A log that was changed once is not partly whole.</summary>
    private static ControlResult Expected(string name, int wrong) => wrong switch
    {
        0 => ControlResult.Met,
        1 when EvidenceQueries.Named(name)!.Limit.PartlyAt < 100 => ControlResult.Partly,
        _ => ControlResult.NotMet,
    };

    private async Task<ControlResult> ResultAsync(string name, TenantId tenant)
    {
        await using var db = portal.Db();
        var query = EvidenceQueries.Named(name)!;
        return query.Limit.Judge(await query.Of(new EvidenceScope(db, [tenant], portal.Now)).CountAsync(Stop));
    }
}
