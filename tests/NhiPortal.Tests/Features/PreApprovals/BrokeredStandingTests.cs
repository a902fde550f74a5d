using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.PreApprovals;

/// <summary>What people approved in advance says nothing of the portal's own hand: only a rule does.</summary>
public sealed class BrokeredStandingTests : OnAdapter
{
    [Fact]
    public async Task Use_AskedForThroughThePortal_IsPutToPeople()
    {
        await PreApprovalScene.GiveAsync(scene.Portal, scene.Org);
        Assert.Equal(RequestStatus.Pending, (await scene.Org.ReadAsync((await scene.AskAsync(AddMember(group: "Readers"))).Value.Id)).Status);
        Assert.Equal(RequestStatus.Approved, (await scene.Org.ReadAsync(await scene.Org.AskAsync(AddMember(group: "Writers"), 30))).Status);
    }

    [Fact]
    public async Task Use_UnderARuleThatLeavesItToThePortal_IsCarriedOutByIt_ThoughThePreApprovalIsNot()
    {
        adapter.Accounts["u123"] = (true, []);
        await PreApprovalScene.AllowAsync(scene.Portal, rule => rule with { AlwaysBrokered = true });
        var given = (await PreApprovalScene.AskAsync(scene.Portal, scene.Org)).Value.Id;
        foreach (var owner in new[] { scene.Org.Sam, scene.Org.Ian })
            await scene.Org.ApproveAsync(owner, given);
        var use = await scene.Org.ReadAsync(await scene.Org.AskAsync(AddMember(group: "Readers"), 30));
        Assert.Equal((false, true, RequestStatus.Approved), ((await scene.Org.ReadAsync(given)).Brokered, use.Brokered, use.Status));
        await scene.CarryOutAsync();
        Assert.True(adapter.Holds("u123", "Readers"));
    }

    [Fact]
    public async Task Card_OfAPattern_LooksForNoAccount()
    {
        await PreApprovalScene.AllowAsync(scene.Portal);
        var asked = (await PreApprovalScene.AskAsync(scene.Portal, scene.Org)).Value.Id;
        Assert.Null((await scene.Portal.Get<TargetStateQuery>().RunAsync(As(scene.Org.Sam), asked, LookFor.Card, Stop))!.Sight);
        await scene.Org.ApproveAsync(scene.Org.Sam, asked);
        Assert.Null(Assert.Single((await scene.Org.ReadAsync(asked)).Decisions).Saw);
    }

    [Fact]
    public async Task Waiting_ComesBackUnderARuleThatLeavesItToThePortal_IsNotCarriedOutItself()
    {
        await PreApprovalScene.AllowAsync(scene.Portal);
        var asked = (await PreApprovalScene.AskAsync(scene.Portal, scene.Org)).Value.Id;
        await PreApprovalScene.AllowAsync(scene.Portal, rule => rule with { AlwaysBrokered = true });
        Assert.Equal(1, await scene.Portal.Get<ReturnChanged>().RunAsync(Stop));
        await using var db = scene.Portal.Db();
        Assert.False((await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId == asked, Stop)).Brokered);
    }

    [Fact]
    public async Task Answer_AfterACardThatShowedNothing_LooksAgain()
    {
        var asked = (await scene.AskAsync(AddMember())).Value.Id;
        adapter.Accounts["u123"] = (true, []);
        var blind = new Domain.Executions.TargetSight { About = new() { Account = "u123", Member = true }, Fault = "It did not answer within 2 seconds.", At = scene.Portal.Now };
        await scene.Portal.Get<DecideRequest>().RunAsync(As(scene.Org.Sam), asked, new OwnerAnswer(Verdict.Approve, null, null) { Saw = blind }, Stop);
        var saw = Assert.Single((await scene.Org.ReadAsync(asked)).Decisions).Saw!;
        Assert.Equal((false, "enabled, not a member of Domain Admins"), (saw.OnScreen, saw.Words));
    }
}
