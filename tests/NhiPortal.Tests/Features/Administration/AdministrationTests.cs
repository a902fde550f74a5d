using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Trust;
using NhiPortal.Features.Administration;
using NhiPortal.Hosting;
using NhiPortal.Jobs;
using NhiPortal.Tests.Features.Audit;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Administration;

/// <summary>What administrators are told is what is there, and nobody else is told.</summary>
public sealed class AdministrationTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Administrator => As(org.Staff, Role.Administrator);

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Overview_TellsLogPolicyAndTrust_WithoutKeys()
    {
        await portal.ArrangeAsync(db => db.Add(EnforcementPoint.Create("edge", "Edge", "urn:test", "edge-1", [org.Directory.Id, org.Database.Id], portal.Now)));
        await portal.SignedLogAsync(5);
        await portal.EventsAsync(2);
        var view = (await portal.Get<AdministrationQuery>().RunAsync(Administrator, Stop))!;
        Assert.Equal(new LogLine(5, 2, 5), view.Log);
        Assert.Equal((1, null, DefaultPolicy.Rules.Count), (view.Policy!.Number, view.Policy.By, view.Policy.Rules));
        Assert.Equal("urn:test", Assert.Single(view.Issuers).Issuer);
        Assert.Equal(["corp-directory", "orders-db"], Assert.Single(view.Points).Targets);
    }

    [Fact]
    public async Task Tenants_CountWhatIsTheirsAndNameTheirGuests()
    {
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Stranger.Id).Allow(org.Home.Id));
        var tenants = await portal.Get<TenantListQuery>().RunAsync(Administrator, Stop);
        var home = tenants.Single(tenant => tenant.Key == "home");
        Assert.Equal((5, 1, 2, 1), (home.People, home.Integrations, home.Targets, home.Guests));
        Assert.Equal(["Stranger"], home.SomeGuests);
        Assert.Equal((1, 0, 0, 0), tenants.Where(tenant => tenant.Key == "other").Select(t => (t.People, t.Integrations, t.Targets, t.Guests)).Single());
    }

    [Theory]
    [InlineData(Role.IamStaff)]
    [InlineData(Role.SecurityOperations)]
    [InlineData(Role.Auditor)]
    public async Task EverythingHere_OtherRoles_IsNotTold(Role role)
    {
        var actor = As(org.Staff, role);
        Assert.Null(await portal.Get<AdministrationQuery>().RunAsync(actor, Stop));
        Assert.Empty(await portal.Get<TenantListQuery>().RunAsync(actor, Stop));
        Assert.Empty(portal.Get<JobBoard>().Read(actor));
        Assert.Null(new AboutPortal(new PortalSettings(), portal.Time).Read(actor));
    }

    [Fact]
    public async Task RunJobNow_UnknownJob_IsRefused_AndAKnownOneIsRecorded()
    {
        Assert.Equal("not_found", (await portal.Get<RunJobNow>().RunAsync(Administrator, "drop-everything", Stop)).Refusal?.Code);
        Assert.True((await portal.Get<RunJobNow>().RunAsync(Administrator, "verify-log", Stop)).Succeeded);
        await using var db = portal.Db();
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "job.asked", Stop));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "job.run.refused", Stop));
    }

    [Fact]
    public void Jobs_NoneHasRunYet_AreListedWithTheirPurpose()
    {
        var jobs = portal.Get<JobBoard>().Read(Administrator);
        Assert.Equal(Schedule.All.Select(job => (job.Name, job.Purpose)), jobs.Select(job => (job.Name, job.Purpose)));
        Assert.All(jobs, job => Assert.Null(job.LastRun));
    }

    [Fact]
    public void About_TellsWhereAndSinceWhen()
    {
        var about = new AboutPortal(new PortalSettings { Data = portal.Folder }, TimeProvider.System).Read(Administrator)!;
        Assert.Equal((portal.Folder, "SQLite, embedded"), (about.DataFolder, about.Database));
        Assert.InRange(about.StartedAt, about.Now.AddHours(-2), about.Now);
        Assert.Equal(TimeSpan.Zero, about.StartedAt.Offset);
    }
}
