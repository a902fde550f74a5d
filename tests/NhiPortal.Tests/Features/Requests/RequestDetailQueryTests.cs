using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

public sealed class RequestDetailQueryTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Run_Waiting_TellsWhatWhoAndWhoCanDecide()
    {
        var detail = await DetailAsync(org.Sam, await org.AskAsync(minutes: 30));
        Assert.Equal("add u123 to Domain Admins", detail.What.Wording.Act.ToString());
        Assert.Equal("Members of Domain Admins: include u123", string.Join("; ", detail.What.Wording.Effects.Select(e => $"{e.What}: {e.After}")));
        Assert.Equal((OwnerRole.SystemOwner, 30, 240), (detail.Mine.Role!.Value, detail.RequestedMinutes, detail.LongestMinutes));
        Assert.Equal([["Sam"], ["Ian"]], detail.Stages.Select(stage => stage.Able.ToArray()));
        Assert.All(detail.Stages, stage => Assert.Equal(StageState.Open, stage.State));
        Assert.StartsWith("Any action by agent: system owner and IAM owner must agree, in any order. A grant lasts 4 h at most.", detail.PolicyWords);
        Assert.Null(detail.Mine.Stale);
    }

    [Fact]
    public async Task Run_StarterHoldsAStage_IsShownAsBarredToOthers()
    {
        var asked = await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "A run that Sam started", StartedBy = org.Sam.Mail }, Stop);
        var detail = await DetailAsync(org.Ian, asked.Value.Id);
        var stage = detail.Stages.Single(s => s.Role == OwnerRole.SystemOwner);
        Assert.Empty(stage.Able);
        Assert.Equal(("Sam", "started the run"), Assert.Single(stage.Barred));
        Assert.Equal("own_run", (await DetailAsync(org.Sam, asked.Value.Id)).Mine.Why!.Code);
        Assert.Equal("Sam", detail.By.StartedBy!.Name);
    }

    [Fact]
    public async Task Run_StartedBySomebodyOfAnotherTenant_NamesNobody()
    {
        var asked = await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "A run that a stranger started", StartedBy = org.Stranger.Mail }, Stop);
        Assert.Null((await DetailAsync(org.Ian, asked.Value.Id)).By.StartedBy);
    }

    [Fact]
    public async Task Run_ApproverLeft_IsNotListed()
    {
        var id = await org.AskAsync();
        await portal.ArrangeAsync(db => db.People.Single(p => p.Id == org.Sam.Id).SetStatus(PersonStatus.Disabled, portal.Now));
        var detail = await DetailAsync(org.Ian, id);
        var stage = detail.Stages.Single(s => s.Role == OwnerRole.SystemOwner);
        Assert.Empty(stage.Able);
        Assert.Empty(stage.Barred);
        // The other owner may still say no, and is told that yes cannot work.
        Assert.Equal("ownership_gap:system_owner:corp-directory", detail.Mine.Stale!.Code);
        Assert.Equal(OwnerRole.IamOwner, detail.Mine.Role);
    }

    [Fact]
    public async Task Run_Approved_ShowsDecisionsAndGrant()
    {
        var id = await org.AskAsync();
        await org.ApproveAsync(org.Sam, id, 45);
        await org.ApproveAsync(org.Ian, id, 15);
        var detail = await DetailAsync(org.Bea, id);
        Assert.Equal(RequestStatus.Approved, detail.Status);
        Assert.Equal([("Sam", OwnerRole.SystemOwner, 45), ("Ian", OwnerRole.IamOwner, 15)], detail.Decisions.Select(d => (d.Person, d.Role, d.Minutes!.Value)));
        Assert.Equal((GrantStatus.Active, portal.Now.AddMinutes(15)), (detail.Grant!.Status, detail.Grant.Until));
        Assert.Null(detail.Mine.Role);
    }

    [Fact]
    public async Task Run_AskedBefore_CountsTheSameAskOnly()
    {
        var first = await org.AskAsync();
        await portal.Get<DecideRequest>().RunAsync(As(org.Sam), first, new OwnerAnswer(Verdict.Deny, null, "Not today"), Stop);
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        await org.AskAsync(AddMember(group: "Readers"));
        await org.AskAsync(AddMember("u9"));
        portal.Time.Advance(TimeSpan.FromMinutes(1));
        var history = (await DetailAsync(org.Sam, await org.AskAsync())).History;
        Assert.Equal(2, history.Total);
        Assert.Equal(1, history.Counts[RequestStatus.Denied]);
        Assert.Equal([(RequestStatus.Pending, false, null), (RequestStatus.Denied, true, "Sam")], history.Newest.Select(e => (e.Status, e.SameParameters, e.DecidedBy)));
    }

    [Fact]
    public async Task Run_NotVisible_IsTheSameAsNotThere()
    {
        var id = await org.AskAsync();
        Assert.Null(await portal.Get<RequestDetailQuery>().RunAsync(As(org.Stranger), id.Value, Stop));
        Assert.Null(await portal.Get<RequestDetailQuery>().RunAsync(As(org.Sam), Guid.NewGuid(), Stop));
    }

    private async Task<RequestDetail> DetailAsync(Person person, RequestId id) => (await portal.Get<RequestDetailQuery>().RunAsync(As(person), id.Value, Stop))!;
}
