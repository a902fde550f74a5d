using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.Features.Executions.BrokeredScene;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>What was approved on one state of the target is not carried out on another.</summary>
public sealed class TargetDriftTests : OnAdapter
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        adapter.Accounts["u123"] = (true, []);
    }

    [Theory]
    [InlineData("deleted", "no such account")]
    [InlineData("disabled", "disabled, not a member of Domain Admins")]
    [InlineData("a member already", "enabled, member of Domain Admins")]
    [InlineData("replaced", "enabled, not a member of Domain Admins, the account with the id t-2")]
    public async Task Account_OtherwiseThanApproved_IsNotTouchedAndComesBackWithWhatChanged(string how, string now)
    {
        var request = await scene.GrantAsync(AddMember());
        Change(how);
        await scene.CarryOutAsync();
        var execution = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.NotDone, true), (execution.State, execution.Drifted));
        Assert.Empty(adapter.Changes);

        Assert.Equal(1, await scene.Portal.Get<ReturnChanged>().RunAsync(Stop));
        await using var db = scene.Portal.Db();
        Assert.Equal(GrantStatus.Returned, (await db.Grants.SingleAsync(Stop)).Status);
        var again = await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId == request, Stop);
        Assert.Equal((RequestStatus.Pending, true), (again.Status, again.Brokered));
        var before = how == "replaced" ? "enabled, not a member of Domain Admins, the account with the id t-1" : "enabled, not a member of Domain Admins";
        Assert.Equal([new BasisChange(BasisPart.Target, "Account u123 on the target", before, now)], again.Changes);
        var card = await scene.Portal.Get<RequestDetailQuery>().RunAsync(As(scene.Org.Sam), again.Id.Value, Stop);
        Assert.Equal(2, card!.Came!.Earlier.Count);

        // Decided again on what is there now, it is carried out, or is so already.
        Assert.Equal(0, await scene.Portal.Get<ReturnChanged>().RunAsync(Stop));
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(20));
        foreach (var owner in new[] { scene.Org.Sam, scene.Org.Ian })
            await scene.Org.ApproveAsync(owner, again.Id);
        await scene.CarryOutAsync();
        Assert.Equal(how == "deleted" ? ExecutionState.NotDone : ExecutionState.Applied, (await scene.ReadAsync(again.Id)).State);
    }

    [Fact]
    public async Task Approvers_WhoSawTwoThings_AreAskedAgainOnce()
    {
        var request = (await scene.AskAsync(AddMember())).Value.Id;
        await scene.Org.ApproveAsync(scene.Org.Sam, request);
        adapter.Accounts["u123"] = (false, []);
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(20));
        await scene.Org.ApproveAsync(scene.Org.Ian, request);
        adapter.Accounts.Remove("u123");
        await scene.CarryOutAsync();
        Assert.Equal((1, 0), (await scene.Portal.Get<ReturnChanged>().RunAsync(Stop), adapter.Changes.Count));
        await using var db = scene.Portal.Db();
        Assert.Equal("no such account", Assert.Single((await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId == request, Stop)).Changes).After);
    }

    [Fact]
    public async Task New_AccountMadeByHandMeanwhile_ComesBackAndIsNotTakenOver()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        adapter.Accounts["adm-1"] = (true, ["admins"]);
        await scene.CarryOutAsync();
        await scene.Portal.Get<ReturnChanged>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        var change = Assert.Single((await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId == request, Stop)).Changes);
        Assert.Equal(("no such account", "enabled, administrator"), (change.Before, change.After));
        Assert.Equal(["execution.not_done"], await db.AuditEvents.Where(e => e.Kind.StartsWith("execution.")).Select(e => e.Kind).ToListAsync(Stop));
    }

    [Fact]
    public async Task Account_ChangedByThePortalItselfForAnotherGrant_IsNoSurprise()
    {
        var first = await scene.GrantAsync(AddMember());
        var second = await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        await scene.CarryOutAsync();
        Assert.Equal([ExecutionState.Applied, ExecutionState.Applied], new[] { (await scene.ReadAsync(first)).State, (await scene.ReadAsync(second)).State });
    }

    [Fact]
    public async Task Account_ReplacedUnderTwoGrants_SurprisesBoth()
    {
        var (first, second) = (await scene.GrantAsync(AddMember()), await scene.GrantAsync(AddMember()));
        (adapter.Id, adapter.Accounts["u123"]) = ("t-2", (true, []));
        await scene.CarryOutAsync();
        await scene.CarryOutAsync();
        Assert.Equal((true, true, 0), ((await scene.ReadAsync(first)).Drifted, (await scene.ReadAsync(second)).Drifted, adapter.Changes.Count));
    }

    [Fact]
    public async Task Account_ReplacedBetweenTwoTries_IsNotTouched()
    {
        adapter.DeniesWhatItDid = true;
        var request = await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        (adapter.DeniesWhatItDid, adapter.Id) = (false, "t-2");
        adapter.Accounts["u123"] = (true, []);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.CarryOutAsync();
        Assert.True((await scene.ReadAsync(request)).Drifted);
        await scene.CarryOutAsync();
        Assert.False(adapter.Holds("u123", "Domain Admins"));
    }

    [Fact]
    public async Task Target_NotReadAsItIsDecided_IsOnRecordAndRestsOnNothing()
    {
        adapter.Down = true;
        var request = await scene.GrantAsync(AddMember());
        await using var db = scene.Portal.Db();
        var told = AuditBody.Parse((await db.AuditEvents.SingleAsync(e => e.Kind == "request.approved", Stop)).Body);
        Assert.StartsWith("not read: ", told.Facts!["target_shown"], StringComparison.Ordinal);
        (adapter.Down, adapter.Accounts["u123"]) = (false, (false, []));
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Applied, (await scene.ReadAsync(request)).State);
    }

    [Fact]
    public async Task Decision_KeepsWhatWasShown_AndTheRecordProvesIt()
    {
        var request = await scene.GrantAsync(AddMember());
        await using var db = scene.Portal.Db();
        var told = AuditBody.Parse((await db.AuditEvents.SingleAsync(e => e.Kind == "request.approved", Stop)).Body).Facts!;
        var kept = (await scene.Org.ReadAsync(request)).Decisions.MaxBy(decision => decision.DecidedAt)!.Saw!;
        Assert.Equal(("enabled, not a member of Domain Admins", "no", kept.Hash), (told["target_shown"], told["target_on_screen"], told["target_shown_hash"]));
        Assert.NotEqual(kept.Hash, (kept with { Shown = kept.Shown! with { Id = "t-2" } }).Hash);
    }

    private void Change(string how)
    {
        if (how == "deleted")
            adapter.Accounts.Remove("u123");
        else if (how == "replaced")
            adapter.Id = "t-2";
        else
            adapter.Accounts["u123"] = how == "disabled" ? (false, []) : (true, ["Domain Admins"]);
    }
}
