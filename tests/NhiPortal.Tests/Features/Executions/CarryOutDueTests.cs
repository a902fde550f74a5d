using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.Features.Executions.BrokeredScene;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Executions;

public sealed class CarryOutDueTests : OnAdapter
{
    [Fact]
    public async Task Grant_BeginsAndExpires_IsAppliedAndReverted()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        Assert.Equal(ExecutionState.Applying, (await scene.ReadAsync(request)).State);
        Assert.Equal(1, await scene.CarryOutAsync());
        var applied = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Applied, "t-1", "no such account"), (applied.State, applied.After!.Id, applied.Before!.Words(applied.Change)));
        Assert.True(adapter.Holds("adm-1", "admins"));
        Assert.Equal(0, await scene.CarryOutAsync());

        await scene.ExpireAsync();
        Assert.Equal(1, await scene.CarryOutAsync());
        var reverted = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Reverted, "disabled, no administrator"), (reverted.State, reverted.After!.Words(reverted.Change)));
        Assert.Equal([AttemptOutcome.Confirmed, AttemptOutcome.Confirmed], reverted.Attempts.OrderBy(a => a.Number).Select(a => a.Outcome));
        Assert.Equal(["execution.applied", "execution.reverted"], await ToldAsync());
        Assert.Equal(0, await scene.CarryOutAsync());
    }

    [Fact]
    public async Task Grant_Revoked_IsRevertedEvenWhileTheIntegrationIsSuspended()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        await scene.Portal.Get<SuspendIntegration>().RunAsync(As(scene.Org.Staff, Role.IamStaff), scene.Org.Sync.Id, "Suspected misuse of it", Stop);
        await scene.Portal.Get<RevokeGrant>().RunAsync(As(scene.Org.Sam), await scene.GrantOfAsync(request), "Suspected misuse of it", Stop);
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Reverted, (await scene.ReadAsync(request)).State);
        Assert.False(adapter.Holds("adm-1", "admins"));
    }

    [Fact]
    public async Task Grant_OfASuspendedIntegration_IsNotAppliedAndEndsUndone()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.Portal.ArrangeAsync(db => db.Integrations.Single().Suspend("Looked at"));
        Assert.Equal(0, await scene.CarryOutAsync());
        var held = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Applying, "hr-sync is suspended.", 0), (held.State, held.Trouble, held.Tries));
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.NotDone, (await scene.ReadAsync(request)).State);
        Assert.Empty(adapter.Changes);
    }

    [Fact]
    public async Task Target_Lies_IsNeverDoneAndBecomesAFinding()
    {
        adapter.Lies = true;
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        var once = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Applying, AttemptOutcome.Contradicted), (once.State, once.Attempts.Single().Outcome));
        await scene.LosePatienceAsync();
        Assert.NotNull((await scene.ReadAsync(request)).StuckSince);
        Assert.Equal(["execution_not_confirmed"], await FindingsAsync());
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Reverted, (await scene.ReadAsync(request)).State);
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task Target_LiedOnce_IsAskedAgainAndBelievedWhenItShowsIt()
    {
        adapter.Lies = true;
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        adapter.Lies = false;
        Assert.Equal(0, await scene.CarryOutAsync());
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(5));
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Applied, (await scene.ReadAsync(request)).State);
        Assert.Single(adapter.Changes.Distinct());
    }

    [Fact]
    public async Task Target_DownAtTheEnd_IsTriedTillItIsBackAndTold()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        adapter.Down = true;
        await scene.ExpireAsync();
        await scene.LosePatienceAsync();
        var stuck = await scene.ReadAsync(request);
        Assert.Equal(ExecutionState.Reverting, stuck.State);
        Assert.All(stuck.Attempts.Skip(1), attempt => Assert.Equal(AttemptOutcome.Failed, attempt.Outcome));
        Assert.Equal(["revocation_not_confirmed"], await FindingsAsync());
        var listed = await scene.Portal.Get<GrantListQuery>().RunAsync(As(scene.Org.Sam), new GrantFilter { Show = "unconfirmed" }, 0, 10, Stop);
        Assert.Equal("Not taken back yet", Assert.Single(listed.Rows).Execution!.Words);

        adapter.Down = false;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(15));
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Reverted, (await scene.ReadAsync(request)).State);
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task Target_DidItAndSaidNo_IsTakenBackAllTheSame()
    {
        adapter.DeniesWhatItDid = true;
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Applying, (await scene.ReadAsync(request)).State);
        Assert.True(adapter.Holds("adm-1", "admins"));
        adapter.DeniesWhatItDid = false;
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Reverted, (await scene.ReadAsync(request)).State);
        Assert.False(adapter.Holds("adm-1", "admins"));
    }

    [Fact]
    public async Task Crash_InTheMiddle_IsPickedUpWhenTheClaimIsOverAndStillKnowsWhatWasBefore()
    {
        using var crash = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        adapter.Meanwhile = async () =>
        {
            adapter.Meanwhile = null;
            await crash.CancelAsync();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.Portal.Get<CarryOutDue>().RunAsync(crash.Token));
        Assert.Equal(0, await scene.CarryOutAsync());
        scene.Portal.Time.Advance(Execution.Claim);
        Assert.Equal(1, await scene.CarryOutAsync());
        var applied = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Applied, false), (applied.State, applied.Before!.Exists));
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.False(adapter.Holds("adm-1", "admins"));
    }

    [Fact]
    public async Task TwoInstances_AtOnce_TryOnce()
    {
        await using var second = scene.Portal.Second();
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        var made = await Task.WhenAll(scene.CarryOutAsync(), second.Get<CarryOutDue>().RunAsync(Stop));
        Assert.Equal(1, made.Sum());
        Assert.Single(adapter.Changes);
        Assert.Single((await scene.ReadAsync(request)).Attempts);
    }

    [Fact]
    public async Task Account_ThereAlready_IsNotTakenOver()
    {
        adapter.Accounts["adm-1"] = (true, []);
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        var refused = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.NotDone, AttemptOutcome.Impossible), (refused.State, refused.Attempts.Single().Outcome));
        Assert.Empty(adapter.Changes);
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal((true, false), (adapter.Accounts["adm-1"].Enabled, adapter.Holds("adm-1", "admins")));
    }

    [Fact]
    public async Task Member_GivenByTwoGrants_LastsAsLongAsTheLaterOne()
    {
        adapter.Accounts["u123"] = (true, []);
        var first = await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(20));
        var second = await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(11));
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Finished, true), ((await scene.ReadAsync(first)).State, adapter.Holds("u123", "Domain Admins")));
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Reverted, false), ((await scene.ReadAsync(second)).State, adapter.Holds("u123", "Domain Admins")));
    }

    [Fact]
    public async Task Member_OfTwoAccountsThatDifferInCase_IsTakenFromEach()
    {
        (adapter.Accounts["Alice"], adapter.Accounts["alice"]) = ((true, []), (true, []));
        var first = await scene.GrantAsync(AddMember("Alice"));
        await scene.CarryOutAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(20));
        await scene.GrantAsync(AddMember("alice"));
        await scene.CarryOutAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(11));
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Reverted, false, true), ((await scene.ReadAsync(first)).State, adapter.Holds("Alice", "Domain Admins"), adapter.Holds("alice", "Domain Admins")));
    }

    [Fact]
    public async Task Target_AnswersInAWayNobodyForesaw_IsToldAtOnceAndKeepsNobodyElse()
    {
        adapter.Oddly = """{"exists":true,"enabled":true,"member":false,"id":"\ud800"}""";
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        var other = await scene.GrantAsync(CreateAdmin("adm-2"));
        await scene.CarryOutAsync();
        foreach (var one in new[] { await scene.ReadAsync(request), await scene.ReadAsync(other) })
            Assert.Equal((ExecutionState.Applying, "The connector failed in a way nobody foresaw (InvalidOperationException).", true), (one.State, one.Trouble, one.StuckSince is not null));
    }

    [Fact]
    public async Task Target_AnswersWithAnIdAsLongAsABook_IsToldAndNothingOfItIsKept()
    {
        adapter.Oddly = $$"""{"exists":true,"enabled":true,"member":false,"id":"{{new string('x', 100_000)}}"}""";
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        var execution = await scene.ReadAsync(request);
        Assert.Equal(("The target answered with an id longer than ids are.", null, null), (execution.Trouble, execution.Before, execution.After));
    }

    [Fact]
    public async Task Row_ThatCannotBeRead_KeepsNobodyElse()
    {
        await scene.GrantAsync(CreateAdmin("adm-1"));
        var other = await scene.GrantAsync(CreateAdmin("adm-2"));
        await using var db = scene.Portal.Db();
        await db.Database.ExecuteSqlAsync($"UPDATE Executions SET Change = 'not JSON' WHERE rowid = (SELECT min(rowid) FROM Executions)", Stop);
        Assert.Equal(1, await scene.CarryOutAsync());
        Assert.Equal(ExecutionState.Applied, (await scene.ReadAsync(other)).State);
    }

    [Fact]
    public async Task Grant_RevokedWhileTheTargetIsLookedAt_IsNotApplied()
    {
        adapter.Accounts["adm-1"] = (true, []);
        var request = await scene.GrantAsync("account.delete", "adm-1");
        adapter.WhileLooking = async () =>
        {
            adapter.WhileLooking = null;
            await scene.Portal.Get<RevokeGrant>().RunAsync(As(scene.Org.Sam), await scene.GrantOfAsync(request), "Suspected misuse of it", Stop);
        };
        await scene.CarryOutAsync();
        await scene.CarryOutAsync();
        Assert.Empty(adapter.Changes);
        Assert.Equal(ExecutionState.NotDone, (await scene.ReadAsync(request)).State);
    }

    [Fact]
    public async Task Deletion_SentAndNeverConfirmed_IsLookedAtUntilTheTargetShowsIt()
    {
        adapter.Accounts["adm-1"] = (true, []);
        var request = await scene.GrantAsync("account.delete", "adm-1");
        adapter.Meanwhile = () =>
        {
            adapter.DeniesWhatItDid = true;
            return Task.CompletedTask;
        };
        await scene.CarryOutAsync();
        adapter.Down = true;
        await scene.LosePatienceAsync();
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        var unknown = await scene.ReadAsync(request);
        Assert.Equal((ExecutionState.Reverting, "Not known yet whether carried out"), (unknown.State, ExecutionView.Of(unknown).Words));
        Assert.Equal(["execution_not_confirmed"], await FindingsAsync());

        adapter.Down = false;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(15));
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Finished, (await scene.ReadAsync(request)).State);
        Assert.Single(adapter.Changes);
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task Account_MadeBySomebodyElseAfterAClearRefusal_IsNotTakenOver()
    {
        adapter.Refuses = true;
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Applying, false), ((await scene.ReadAsync(request)).State, (await scene.ReadAsync(request)).Sent));
        (adapter.Refuses, adapter.Accounts["adm-1"]) = (false, (true, []));
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(16));
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.NotDone, AttemptOutcome.Impossible), ((await scene.ReadAsync(request)).State, (await scene.ReadAsync(request)).Attempts.OrderBy(a => a.Number).Last().Outcome));
        Assert.False(adapter.Holds("adm-1", "admins"));
    }

    [Fact]
    public async Task Administrators_CalledOtherwiseInTheSettingsMeanwhile_AreTakenFromTheGroupTheyWerePutInto()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        Assert.Equal("admins", (await scene.ReadAsync(request)).Change.Holder);
        var renamed = new NhiPortal.Features.Discovery.ConfiguredConnectors(
            new Dictionary<string, ConnectorSettings> { ["corp-directory"] = adapter.Settings with { AdminGroups = ["others"] } }, scene.Portal.Time);
        await scene.ExpireAsync();
        await new CarryOutDue(scene.Portal.Get<NhiPortal.Data.UnitOfWork>(), scene.Portal.Get<IDbContextFactory<NhiPortal.Data.PortalDb>>(), renamed, scene.Portal.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<CarryOutDue>.Instance).RunAsync(Stop);
        Assert.Equal((ExecutionState.Reverted, false), ((await scene.ReadAsync(request)).State, adapter.Holds("adm-1", "admins")));
    }

    [Fact]
    public async Task Account_RenamedMeanwhile_IsNeverTakenForTakenBack()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        (adapter.Accounts["renamed"], _) = (adapter.Accounts["adm-1"], adapter.Accounts.Remove("adm-1"));
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.Reverting, (await scene.ReadAsync(request)).State);
        Assert.Equal(["revocation_not_confirmed"], await FindingsAsync());
    }

    [Fact]
    public async Task Account_EnabledByTwoGrants_IsToldTheLaterEnd()
    {
        adapter.Accounts["u123"] = (false, []);
        await scene.GrantAsync("account.enable", "u123");
        await scene.CarryOutAsync();
        var earlier = adapter.Ends["u123"];
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(20));
        var second = await scene.GrantAsync("account.enable", "u123");
        await scene.CarryOutAsync();
        Assert.Equal(earlier, adapter.Ends["u123"]);
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(11));
        await scene.CarryOutAsync();
        await scene.CarryOutAsync();
        Assert.True(string.CompareOrdinal(adapter.Ends["u123"], earlier) > 0);
        Assert.Equal(ExecutionState.Applied, (await scene.ReadAsync(second)).State);
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Reverted, false), ((await scene.ReadAsync(second)).State, adapter.Accounts["u123"].Enabled));
    }

    [Fact]
    public async Task Ask_AboutThePortalsOwnAccount_IsRefused()
    {
        await using var own = await BrokeredScene.StartAsync(adapter.Settings with { User = "portal@home.example" });
        Assert.Equal("brokered_not_supported", (await own.AskAsync(AddMember("portal"))).Refusal!.Code);
    }

    [Fact]
    public async Task Grant_OnAnAccountThatIsBeingTakenBack_Waits()
    {
        adapter.Accounts["u123"] = (true, []);
        await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        adapter.Down = true;
        await scene.ExpireAsync();
        await scene.CarryOutAsync();
        var second = await scene.GrantAsync(AddMember());
        await scene.CarryOutAsync();
        var waits = await scene.ReadAsync(second);
        Assert.Equal((ExecutionState.Applying, 0, null), (waits.State, waits.Tries, waits.Before));
        adapter.Down = false;
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(2));
        await scene.CarryOutAsync();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(2));
        await scene.CarryOutAsync();
        Assert.Equal((ExecutionState.Applied, true), ((await scene.ReadAsync(second)).State, adapter.Holds("u123", "Domain Admins")));
    }

    [Fact]
    public async Task Target_WithMuchToDo_IsAskedTwoThingsAtATime()
    {
        adapter.WhileLooking = () => Task.Delay(20, Stop);
        for (var i = 0; i < 5; i++)
            await scene.GrantAsync(CreateAdmin($"adm-{i}"));
        Assert.Equal(5, await scene.CarryOutAsync());
        Assert.InRange(adapter.MostAtOnce, 1, 2);
    }

    [Fact]
    public async Task Ask_WhatNoConnectorCanDo_IsRefused()
    {
        Assert.Equal("brokered_not_supported", (await scene.AskAsync(AddMember(group: "readers", target: "orders-db"))).Refusal!.Code);
        await using var csv = await BrokeredScene.StartAsync(new ConnectorSettings { Kind = "Csv", Address = "/nowhere.csv" });
        Assert.Equal("brokered_not_supported", (await csv.AskAsync(AddMember())).Refusal!.Code);
    }

    [Fact]
    public async Task Record_TellsWhatWasDone()
    {
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await scene.CarryOutAsync();
        var record = await scene.Portal.Get<NhiPortal.Features.Actions.AccountabilityRecordQuery>().RunAsync(As(scene.Org.Sam), request.Value, Stop);
        Assert.Contains("\"after\": \"enabled, administrator\"", NhiPortal.Features.Actions.RecordFile.Of(record!), StringComparison.Ordinal);
        var there = await scene.Portal.Get<TargetExecutionsQuery>().RunAsync(As(scene.Org.Sam), scene.Org.Directory.Id, Stop);
        Assert.Equal((true, 1, "Carried out"), (there!.Acts, there.Total, there.Rows.Single().What.Words));
    }

    [Fact]
    public async Task Facts_ChangeBeforeAnythingIsDone_NothingIsDoneUntilTheOwnersHaveDecidedAgain()
    {
        await scene.Portal.Get<ReturnChanged>().RunAsync(Stop);
        var request = await scene.GrantAsync(CreateAdmin("adm-1"));
        await using var db = scene.Portal.Db();
        await scene.Portal.ArrangeAsync(arranged => arranged.Add(PolicyVersion.Publish(
            arranged.Set<PolicyVersion>().Max(version => version.Number) + 1, ApprovalPolicy.Create([.. DefaultPolicy.Rules.Select(rule => rule with { LongestGrantMinutes = 45 })]).Value, null, scene.Portal.Now)));

        // The owners have not been asked again yet, and nothing is done all the same.
        await scene.CarryOutAsync();
        Assert.False(adapter.Holds("adm-1", "admins"));
        Assert.Equal(ExecutionState.Applying, (await scene.ReadAsync(request)).State);

        await scene.Portal.Get<ReturnChanged>().RunAsync(Stop);
        await scene.CarryOutAsync();
        Assert.Equal(ExecutionState.NotDone, (await scene.ReadAsync(request)).State);
        var again = await db.Requests.Where(r => r.FollowsId == request).Select(r => r.Id).SingleAsync(Stop);
        foreach (var owner in new[] { scene.Org.Sam, scene.Org.Ian, scene.Org.Bea })
            if ((await scene.Org.ReadAsync(again)).Status == RequestStatus.Pending)
                await scene.Org.ApproveAsync(owner, again);
        await scene.CarryOutAsync();
        Assert.True(adapter.Holds("adm-1", "admins"));
        Assert.Equal(ExecutionState.Applied, (await scene.ReadAsync(again)).State);
    }

    private async Task<List<string>> ToldAsync()
    {
        await using var db = scene.Portal.Db();
        return await db.AuditEvents.Where(e => e.Kind.StartsWith("execution.")).OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync(Stop);
    }

    private async Task<List<string>> FindingsAsync()
    {
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        return await db.Findings.Where(f => f.ClosedAt == null && f.Rule.EndsWith("_not_confirmed")).Select(f => f.Rule).ToListAsync(Stop);
    }
}
