using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Integrations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Findings;

/// <summary>Findings follow what is true: after a whole run, within a look after a change, and by the clock alone.</summary>
public sealed class EvaluationTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
        await portal.Get<EvaluateFindings>().RunAsync(Stop);
        await portal.Get<FollowChanges>().RunAsync(Stop);
        await portal.Get<SweepFindings>().RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task WholeRun_NothingChanged_WritesNothing()
    {
        await AddSecretAsync(issuedDaysAgo: 50);
        Assert.Equal(1, await portal.Get<EvaluateFindings>().RunAsync(Stop));
        var before = await CountsAsync();
        Assert.Equal(0, await portal.Get<EvaluateFindings>().RunAsync(Stop));
        Assert.Equal(before, await CountsAsync());
    }

    [Fact]
    public async Task WholeRun_OpensWithItsEventAndKeepsTheScore()
    {
        await AddSecretAsync(issuedDaysAgo: 50);
        await portal.Get<EvaluateFindings>().RunAsync(Stop);
        var finding = await FindingAsync("rotation_overdue");
        Assert.Equal((org.Sync.Id, org.Ian.Id, Severity.High), (finding.IntegrationId!.Value, finding.FixerId!.Value, finding.Severity));
        await using var db = portal.Db();
        var told = AuditBody.Parse((await db.AuditEvents.SingleAsync(e => e.Kind == "finding.opened", Stop)).Body);
        Assert.Equal(finding.Id.ToString(), told.Facts!["finding"]);
        // Creates administrators, in a critical directory, with a secret that is late.
        Assert.Equal(20 + 15 + 10, (await db.Integrations.SingleAsync(Stop)).RiskScore);
    }

    [Fact]
    public async Task Score_Kept_LeavesVersionAndFeedAlone()
    {
        await using var db = portal.Db();
        var version = await db.Integrations.Select(i => i.Version).SingleAsync(Stop);
        await AddSecretAsync(issuedDaysAgo: 50);
        var changes = await db.Changes.CountAsync(c => c.Kind == ChangeKind.Integration, Stop);
        await portal.Get<EvaluateFindings>().RunAsync(Stop);
        Assert.Equal(version, await db.Integrations.Select(i => i.Version).SingleAsync(Stop));
        Assert.Equal(changes, await db.Changes.CountAsync(c => c.Kind == ChangeKind.Integration, Stop));
    }

    [Fact]
    public async Task Change_OfAPerson_ReachesWhatTheyOwnAndWhatReachesIt()
    {
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Left, portal.Now));
        await portal.Get<FollowChanges>().RunAsync(Stop);
        var finding = await FindingAsync("ownership_gap_owner_gone");
        Assert.Equal((null, (TargetId?)org.Directory.Id, (OwnerRole?)OwnerRole.SystemOwner), (finding.IntegrationId, finding.TargetId, finding.Role));
        await using var db = portal.Db();
        Assert.True(await db.Integrations.Select(i => i.RiskScore).SingleAsync(Stop) >= 20 + 15 + 20);

        await portal.ArrangeAsync(later => later.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Active, portal.Now));
        await portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Closed, (await FindingAsync("ownership_gap_owner_gone")).Status);
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "finding.closed", Stop));
    }

    [Fact]
    public async Task Change_TakenByOneInstance_IsNotJudgedByAnother()
    {
        await AddSecretAsync(issuedDaysAgo: 50);
        await using (var db = portal.Db())
            await db.FindingCursors.ExecuteUpdateAsync(set => set.SetProperty(c => c.LeasedUntil, portal.Now.AddMinutes(1)), Stop);
        await using var second = portal.Second();
        Assert.Equal(0, await second.Get<FollowChanges>().RunAsync(Stop));

        // The first one died: its lease runs out, and the other goes on from the same place.
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await second.Get<FollowChanges>().RunAsync(Stop));
        Assert.Equal(0, await portal.Get<FollowChanges>().RunAsync(Stop));
    }

    [Fact]
    public async Task Change_PrunedBeforeItWasSeen_HasEverythingJudged()
    {
        await using var db = portal.Db();
        await AddSecretAsync(issuedDaysAgo: 50);
        await db.Changes.ExecuteDeleteAsync(Stop);
        await portal.Get<SuspendIntegration>().RunAsync(As(org.Bea), org.Sync.Id, "looks odd today", Stop);
        await portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Null(await db.FindingCursors.Select(c => c.WholeRunAt).SingleAsync(Stop));
        await new FindingJobs(portal.Get<SweepFindings>(), portal.Get<EvaluateFindings>(), portal.Get<IDbContextFactory<PortalDb>>()).SweepAsync(Stop);
        Assert.NotNull(await db.FindingCursors.Select(c => c.WholeRunAt).SingleAsync(Stop));
    }

    [Fact]
    public async Task Clock_PassesACredentialsEnd_TheSweepFindsIt()
    {
        await AddSecretAsync(issuedDaysAgo: 5, endsInDays: 3);
        await portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(0, await portal.Get<SweepFindings>().RunAsync(Stop));
        portal.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await portal.Get<SweepFindings>().RunAsync(Stop));
        Assert.Equal(FindingStatus.Open, (await FindingAsync("rotation_overdue")).Status);
    }

    [Fact]
    public async Task Batch_IsReadInAFixedNumberOfQueries()
    {
        await ManyIntegrationsOfFindings.AddAsync(portal, org, 150);
        using var plans = new NhiPortal.Tests.Data.QueryPlans(portal.Folder);
        await using var db = portal.Db();
        var all = await db.Integrations.Select(i => i.Id).ToListAsync(Stop);
        plans.Clear();
        await db.IntegrationPicturesAsync([.. all.Take(3)], portal.Now, Stop);
        var few = plans.Seen.Count;
        plans.Clear();
        Assert.Equal(151, (await db.IntegrationPicturesAsync(all, portal.Now, Stop)).Count);
        Assert.Equal(few, plans.Seen.Count);
    }

    private Task AddSecretAsync(int issuedDaysAgo, int endsInDays = 20) => portal.ArrangeAsync(db => db.Add(Credential.Create(
        org.Sync, CredentialKind.ClientSecret, "Service secret", "kv/hr-sync", portal.Now.AddDays(-issuedDaysAgo), portal.Now.AddDays(endsInDays), null, null, portal.Now)));

    private async Task<Finding> FindingAsync(string rule)
    {
        await using var db = portal.Db();
        return await db.Findings.AsNoTracking().SingleAsync(f => f.Rule == rule, Stop);
    }

    private async Task<(int Events, long Changes, int Findings)> CountsAsync()
    {
        await using var db = portal.Db();
        return (await db.AuditEvents.CountAsync(Stop), await db.Changes.CountAsync(Stop), await db.Findings.SumAsync(f => f.Version, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
