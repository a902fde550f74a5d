using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Features.Requests;
using NhiPortal.Shell.Parts;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.PreApprovals;

/// <summary>Every known way to bend a standing pre-approval, each by its name: people are asked, or nothing is let through at all.</summary>
public sealed class PreApprovalAttackTests : IAsyncLifetime
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
    public async Task ChangedParameters_OrAnotherTarget()
    {
        await PreApprovalScene.GiveAsync(portal, org);
        Assert.Equal(RequestStatus.Pending, await AskedAsync("another"));
        Assert.Equal(RequestStatus.Pending, (await org.ReadAsync(await org.AskAsync(AddMember("u123", "readers", "orders-db")))).Status);
        Assert.Equal(RequestStatus.Approved, await AskedAsync("u123"));
    }

    [Fact]
    public async Task AnotherWorkload_OfTheSameIntegration()
    {
        await PreApprovalScene.GiveAsync(portal, org);
        var second = WorkloadIdentity.Create(org.Sync.Id, "urn:test", "hr-sync-two", portal.Now);
        await portal.ArrangeAsync(db => db.Add(second));
        var caller = org.Caller with { Id = second.Id.Value };
        var asked = await portal.Get<AskForAccess>().RunAsync(caller, new Ask(second.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);
        Assert.Equal(RequestStatus.Pending, (await org.ReadAsync(asked.Value.Id)).Status);
    }

    [Fact]
    public async Task APerson_OnTheWorkloadsBehalf()
    {
        await PreApprovalScene.GiveAsync(portal, org);
        var asked = await portal.Get<AskForAccess>().RunAsync(As(org.Bea), new Ask(org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);
        Assert.Equal(RequestStatus.Pending, (await org.ReadAsync(asked.Value.Id)).Status);
    }

    [Theory]
    [InlineData("after its end")]
    [InlineData("policy forbids it")]
    [InlineData("policy demands another grant length")]
    [InlineData("another owner")]
    [InlineData("definition")]
    [InlineData("gap")]
    public async Task AfterWhatItRestsOnChanged_ItAnswersNothing_AndDoesNotComeBack(string what)
    {
        var id = await PreApprovalScene.GiveAsync(portal, org);
        await ChangeAsync(what);
        var asked = await portal.Get<AskForAccess>().RunAsync(org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it" }, Stop);
        Assert.True(!asked.Succeeded || (await org.ReadAsync(asked.Value.Id)).Status == RequestStatus.Pending);
        await portal.Get<ReturnChanged>().RunAsync(Stop);
        await portal.Get<EndDuePreApprovals>().RunAsync(Stop);
        var ended = await PreApprovalScene.ReadAsync(portal, id);
        Assert.Equal(what == "after its end" ? PreApprovalStatus.Expired : PreApprovalStatus.Changed, ended.Status);
        Assert.NotNull(ended.EndReason);

        // The facts are as they were: what has ended stays ended.
        await PreApprovalScene.AllowAsync(portal);
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Active, portal.Now));
        var again = await portal.Get<AskForAccess>().RunAsync(org.Caller, new Ask(org.Workload.Id, AddMember("u123", "another group")) { Justification = "Ticket 4711 asks for it" }, Stop);
        Assert.True(!again.Succeeded || (await org.ReadAsync(again.Value.Id)).Status == RequestStatus.Pending);
        await using var db = portal.Db();
        Assert.False(await db.Grants.AnyAsync(Stop));
    }

    [Fact]
    public async Task TwoInstances_SpendTheLastUse_OneGetsIt()
    {
        var id = await PreApprovalScene.GiveAsync(portal, org, PreApprovalScene.Terms with { Uses = 1, PerDay = 1 });
        var instances = Enumerable.Range(0, 4).Select(_ => portal.Second()).ToList();
        var asked = await Task.WhenAll(instances.Select((instance, n) => Task.Run(() => instance.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember("u123", $"group {n}")) { Justification = "Ticket 4711 asks for it" }, Stop), Stop)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        Assert.All(asked, answer => Assert.True(answer.Succeeded));
        await using var db = portal.Db();
        Assert.Equal((1, 3), (await db.Grants.CountAsync(Stop), await db.Requests.CountAsync(r => r.Status == RequestStatus.Pending, Stop)));
        Assert.Equal((1, PreApprovalStatus.UsedUp), ((await PreApprovalScene.ReadAsync(portal, id)).Uses, (await PreApprovalScene.ReadAsync(portal, id)).Status));
    }

    [Fact]
    public async Task SelfApproval_ByRequesterOrController_AndAControllerOfLater()
    {
        await PreApprovalScene.AllowAsync(portal);
        var own = await PreApprovalScene.AskAsync(portal, org, As(org.Ian, Role.IamStaff));
        Assert.Equal("own_request", (await org.ApproveAsync(org.Ian, own.Value.Id)).Refusal!.Code);
        await portal.Get<CancelRequest>().RunAsync(As(org.Ian, Role.IamStaff), own.Value.Id, "not needed", Stop);

        await PreApprovalScene.GiveAsync(portal, org);
        Assert.Equal(RequestStatus.Approved, await AskedAsync("u123", "before"));
        await ChangeAsync("name, by Ian");
        Assert.Equal(RequestStatus.Pending, await AskedAsync("u123", "after"));
        var other = await PreApprovalScene.AskAsync(portal, org, terms: PreApprovalScene.Terms with { Name = "Another one" });
        Assert.Equal("controller", (await org.ApproveAsync(org.Ian, other.Value.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task Starter_OrBeneficiary_IsWhoGaveIt()
    {
        await PreApprovalScene.GiveAsync(portal, org);
        var run = await portal.Get<AskForAccess>().RunAsync(org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "Ticket 4711 asks for it", StartedBy = org.Sam.Mail }, Stop);
        Assert.Equal(RequestStatus.Pending, (await org.ReadAsync(run.Value.Id)).Status);
        Assert.Equal(RequestStatus.Pending, await AskedAsync("u123", org.Ian.Mail));
    }

    [Fact]
    public async Task AskedFor_ByAMachine_ForWhatIsCritical_WithoutPolicy_OrForTooLong()
    {
        Assert.Equal("standing_not_allowed", (await PreApprovalScene.AskAsync(portal, org)).Refusal!.Code);
        await PreApprovalScene.AllowAsync(portal);
        Assert.Equal("standing_by_person", (await PreApprovalScene.AskAsync(portal, org, org.Caller)).Refusal!.Code);
        Assert.Equal("standing_too_long", (await PreApprovalScene.AskAsync(portal, org, terms: PreApprovalScene.Terms with { Days = 31 })).Refusal!.Code);
        Assert.Equal("standing_uses", (await PreApprovalScene.AskAsync(portal, org, terms: PreApprovalScene.Terms with { Uses = 0 })).Refusal!.Code);
        var critical = new Ask(org.Workload.Id, new("account.create_admin", "corp-directory", "account", "adm-*", new Dictionary<string, System.Text.Json.JsonElement>()))
        {
            Justification = "Joiners come every night", Standing = PreApprovalScene.Terms,
        };
        Assert.Equal("standing_not_allowed", (await portal.Get<AskForAccess>().RunAsync(As(org.Bea), critical, Stop)).Refusal!.Code);
        await using var db = portal.Db();
        Assert.False(await db.Requests.AnyAsync(Stop));
    }

    [Fact]
    public async Task WaitingOne_ByBreakGlass_InABulk_OrByOnePersonForAll()
    {
        await PreApprovalScene.AllowAsync(portal, rule => rule with { EmergencyAllowed = true });
        var id = (await PreApprovalScene.AskAsync(portal, org)).Value.Id;
        var broken = await portal.Get<UseBreakGlass>().RunAsync(As(org.Sam), id, new BreakGlassAsk(15, "Everything is down and I must act now", "corp-directory"), Stop);
        Assert.Equal("emergency_not_allowed", broken.Refusal!.Code);
        Assert.Equal("decided_alone", (await portal.Get<DecideRequest>().RunAsync(As(org.Sam), id, new OwnerAnswer(Verdict.Approve, 30, null, "corp-directory") { Together = 2 }, Stop)).Refusal!.Code);
        Assert.Equal(RequestStatus.Pending, (await org.ApproveAsync(org.Sam, id)).Value);
        Assert.Equal(RequestStatus.Pending, await AskedAsync("u123"));
        await using var db = portal.Db();
        Assert.False(await db.PreApprovals.AnyAsync(Stop));
    }

    [Fact]
    public async Task AnotherTenant_SeesAndRevokesNothing()
    {
        var id = await PreApprovalScene.GiveAsync(portal, org);
        var stranger = As(org.Stranger, Role.IamStaff);
        Assert.Equal("not_found", (await portal.Get<RevokePreApproval>().RunAsync(stranger, id, "not needed any more", Stop)).Refusal!.Code);
        Assert.Null(await portal.Get<PreApprovalPageQuery>().RunAsync(stranger, id.Value, 0, 25, Stop));
        Assert.Equal(0, (await portal.Get<PreApprovalListQuery>().RunAsync(stranger, new ListQuery(), Stop)).Total);
        Assert.Equal(1, (await portal.Get<PreApprovalListQuery>().RunAsync(As(org.Sam), new ListQuery(), Stop)).Total);
    }

    private async Task<RequestStatus> AskedAsync(string member, string group = "Domain Admins") => (await org.ReadAsync(await org.AskAsync(AddMember(member, group)))).Status;

    private async Task ChangeAsync(string what)
    {
        await using var db = portal.Db();
        var sync = await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == org.Sync.Id, Stop);
        var same = new IntegrationDraft { Name = sync.Name, Purpose = sync.Purpose, Kind = sync.Kind.ToString(), Environment = sync.Environment.ToString() };
        switch (what)
        {
            case "after its end":
                portal.Time.Advance(TimeSpan.FromDays(8));
                break;
            case "policy forbids it":
                await PreApprovalScene.AllowAsync(portal, rule => rule with { StandingDays = null });
                break;
            case "policy demands another grant length":
                await PreApprovalScene.AllowAsync(portal, rule => rule with { LongestGrantMinutes = 45 });
                break;
            case "another owner":
                await portal.ArrangeAsync(all =>
                {
                    all.Ownerships.Single(o => o.TargetId == org.Directory.Id).End(OwnershipEnd.HandedOver, "handed over", portal.Now);
                    var next = Ownership.Nominate(org.Home.Id, OwnerRole.SystemOwner, org.Nora.Id, null, org.Directory.Id, null, null, portal.Now);
                    next.Accept(org.Nora.Id, 90, portal.Now);
                    all.Add(next);
                });
                break;
            case "definition":
                Assert.True((await portal.Get<ChangeIntegration>().RunAsync(As(org.Staff, Role.IamStaff), sync.Id, sync.Version, same with { Purpose = "Does something else now." }, Stop)).Succeeded);
                break;
            case "name, by Ian":
                Assert.True((await portal.Get<ChangeIntegration>().RunAsync(As(org.Ian, Role.IamStaff), sync.Id, sync.Version, same with { Name = "Another name" }, Stop)).Succeeded);
                break;
            default:
                await portal.ArrangeAsync(all => all.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Disabled, portal.Now));
                await portal.Get<SweepOwnerships>().RunAsync(Stop);
                break;
        }
    }
}
