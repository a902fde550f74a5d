using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Access;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Delegations;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.BreakGlass;

/// <summary>Breaking the glass on the real database: who may, what it makes, and what it shuts.</summary>
public sealed class UseBreakGlassTests : IAsyncLifetime
{
    private BreakGlassScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await BreakGlassScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task SystemOwner_AfterApprovingAlone_LetsItThrough_AndTheRecordSaysSoLoudly()
    {
        var id = await scene.Org.AskAsync();
        await scene.Org.ApproveAsync(scene.Org.Sam, id);

        Assert.True((await scene.BreakAsync(scene.Org.Sam, id)).Succeeded);

        var request = await scene.Org.ReadAsync(id);
        Assert.Equal((RequestStatus.Approved, 2), (request.Status, request.Decisions.Count));
        Assert.Single(request.Stages, request.IsComplete);
        await using var db = scene.Portal.Db();
        var facts = (await db.AccessFactsAsync(scene.Org.Sync.Id, scene.Portal.Now, Stop))!;
        Assert.True(AccessJudge.Decide(facts, scene.Org.Workload.Id, AddMember(), null, scene.Portal.Now).Allowed);
        Assert.False(AccessJudge.Decide(facts, scene.Org.Workload.Id, AddMember("u999"), null, scene.Portal.Now).Allowed);
        Assert.False(AccessJudge.Decide(facts, scene.Org.Workload.Id, AddMember(), null, scene.Portal.Now.AddMinutes(30)).Allowed);
        Assert.Contains(facts.Grants[0].Approvers, approver => approver.RoleToken == "break_glass");

        var told = Assert.Single(await scene.ToldAsync("break_glass.used"));
        Assert.StartsWith("Emergency: Sam, system owner, broke the glass on corp-directory", told.Sentence, StringComparison.Ordinal);
        Assert.Contains("Approvals it needed are missing", told.Sentence, StringComparison.Ordinal);
        Assert.Equal("already_decided", told.Facts!["set_aside"]);
        Assert.Equal("break_glass", Assert.Single(told.Approvers!).Role);
        Assert.Equal("Sam approved group.add_member on corp-directory for hr-sync alone, by break-glass.", Assert.Single(await scene.ToldAsync("request.approved")).Sentence);
        var detail = (await scene.Portal.Get<RequestDetailQuery>().RunAsync(scene.Watcher, id.Value, Stop))!;
        Assert.Equal("alone, by break-glass", detail.Alone!.As);
    }

    [Fact]
    public async Task WhoeverHasTheLastAnswer_ApprovesInstead()
    {
        var id = await scene.Org.AskAsync();
        await scene.Org.ApproveAsync(scene.Org.Ian, id);
        Assert.Equal("approve_instead", (await scene.BreakAsync(scene.Org.Sam, id)).Refusal!.Code);
        Assert.Null(await scene.Portal.Get<BreakGlassOfRequestQuery>().RunAsync(As(scene.Org.Sam), id.Value, Stop));
    }

    [Fact]
    public async Task Requester_MayAlone_ButWhoShapedTheIntegrationMayNot()
    {
        var own = await AskByAsync(scene.Org.Sam);
        await scene.Portal.ArrangeAsync(db => db.Add(AuditEvent.Of(Work.Body(
            new AuditNote("integration.changed", "Changed.") { Integration = Work.Thing(scene.Org.Sync) }, As(scene.Org.Sam), scene.Portal.Now))));
        Assert.Equal("controller", (await scene.BreakAsync(scene.Org.Sam, own)).Refusal!.Code);

        scene.Portal.Time.Advance(TimeSpan.FromDays(31));
        var later = await AskByAsync(scene.Org.Sam, "u124");
        var used = await scene.BreakAsync(scene.Org.Sam, later);
        Assert.Equal(["own_request"], (await scene.UseAsync(used.Value)).SetAside);
    }

    [Fact]
    public async Task Policy_ThatDoesNotAllowIt_LetsNobody()
    {
        await using var portal = await TestPortal.StartAsync();
        var org = await CreateAsync(portal);
        var id = await org.AskAsync();
        var refused = await portal.Get<UseBreakGlass>().RunAsync(As(org.Sam), id, new BreakGlassAsk(5, BreakGlassScene.Reason, "corp-directory"), Stop);
        Assert.Equal("emergency_not_allowed", refused.Refusal!.Code);
    }

    [Theory]
    [InlineData(0, "corp-directory", BreakGlassScene.Reason, "grant_length")]
    [InlineData(61, "corp-directory", BreakGlassScene.Reason, "grant_length")]
    [InlineData(30, "corp-Directory", BreakGlassScene.Reason, "type_target")]
    [InlineData(30, null, BreakGlassScene.Reason, "type_target")]
    [InlineData(30, "corp-directory", "urgent", "too_short")]
    [InlineData(30, "corp-directory", null, "too_short")]
    public async Task BadInput_IsRefused_ChangesNothing_AndIsRecorded(int minutes, string? typed, string? reason, string code)
    {
        var id = await scene.Org.AskAsync();
        Assert.Equal(code, (await scene.BreakAsync(scene.Org.Sam, id, minutes, typed, reason)).Refusal!.Code);
        Assert.Equal(RequestStatus.Pending, (await scene.Org.ReadAsync(id)).Status);
        var told = Assert.Single(await scene.ToldAsync("break_glass.refused"));
        Assert.Equal((code, "corp-directory"), (told.Facts!["refusal"], told.Target!.Key));
    }

    [Fact]
    public async Task StaleSignIn_AndMachines_AreRefused()
    {
        var id = await scene.Org.AskAsync();
        foreach (var proved in new DateTimeOffset?[] { null, scene.Portal.Now.AddMinutes(-15) })
            Assert.Equal("sign_in_again", (await scene.Portal.Get<UseBreakGlass>().RunAsync(As(scene.Org.Sam) with { ProvedAt = proved }, id, new BreakGlassAsk(5, BreakGlassScene.Reason, "corp-directory"), Stop)).Refusal!.Code);
        foreach (var actor in new[] { scene.Org.Caller, Actor.Rule("rule"), new Actor { Kind = ActorKind.EnforcementPoint, Id = scene.Org.Sam.Id.Value, Name = "edge" } })
            Assert.Equal("not_found", (await scene.Portal.Get<UseBreakGlass>().RunAsync(actor, id, new BreakGlassAsk(5, BreakGlassScene.Reason, "corp-directory"), Stop)).Refusal!.Code);
        Assert.Equal(RequestStatus.Pending, (await scene.Org.ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Deputy_StandInAndChief_May_OthersMayNot()
    {
        var ids = new List<RequestId>();
        for (var n = 0; n < 3; n++)
            ids.Add(await scene.Org.AskAsync(AddMember($"u{n}")));
        Assert.Equal("not_found", (await scene.BreakAsync(scene.Org.Nora, ids[0])).Refusal!.Code);
        Assert.Equal("no_break_glass_right", (await scene.BreakAsync(scene.Org.Ian, ids[0])).Refusal!.Code);
        Assert.Equal("no_break_glass_right", (await scene.Portal.Get<UseBreakGlass>().RunAsync(scene.Watcher, ids[0], new BreakGlassAsk(5, BreakGlassScene.Reason, "corp-directory"), Stop)).Refusal!.Code);

        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == scene.Org.Directory.Id).NameDeputy(scene.Org.Nora.Id));
        var deputy = await scene.UseAsync((await scene.BreakAsync(scene.Org.Nora, ids[0])).Value);
        Assert.Equal((BreakGlassStanding.Deputy, scene.Org.Sam.Id), (deputy.Standing, deputy.ForId!.Value));
        scene.LetItRunOut();
        Assert.True((await scene.ReviewAsync(scene.Watcher, deputy.Id)).Succeeded);

        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == scene.Org.Directory.Id).NameDeputy(null));
        var offered = await scene.Portal.Get<OfferDelegation>().RunAsync(As(scene.Org.Sam), new DelegationOrder("nora@home.example", null, 7, "Away for a week"), Stop);
        Assert.Equal("not_found", (await scene.BreakAsync(scene.Org.Nora, ids[1])).Refusal!.Code);
        await scene.Portal.Get<AcceptDelegation>().RunAsync(As(scene.Org.Nora), offered.Value, Stop);
        var standIn = await scene.UseAsync((await scene.BreakAsync(scene.Org.Nora, ids[1])).Value);
        Assert.Equal((BreakGlassStanding.StandIn, scene.Org.Sam.Id), (standIn.Standing, standIn.ForId!.Value));

        await scene.NameChiefAsync(scene.Org.Bea);
        Assert.Equal("break_glass_debt", (await scene.BreakAsync(scene.Org.Sam, ids[2])).Refusal!.Code);
        var chief = await scene.UseAsync((await scene.BreakAsync(scene.Org.Bea, ids[2])).Value);
        Assert.Equal((BreakGlassStanding.DutyChief, null), (chief.Standing, chief.ForId));
    }

    [Fact]
    public async Task Deputy_OfAnOwnerWhoMayNot_MayNotEither()
    {
        var id = await scene.Org.AskAsync(AddMember(scene.Org.Sam.Mail));
        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == scene.Org.Directory.Id).NameDeputy(scene.Org.Nora.Id));
        Assert.Equal("beneficiary", (await scene.BreakAsync(scene.Org.Sam, id)).Refusal!.Code);
        Assert.Equal("no_break_glass_right", (await scene.BreakAsync(scene.Org.Nora, id)).Refusal!.Code);
    }

    [Fact]
    public async Task GuestOrOfAnotherTenant_HasNoRightLeft_ThoughStillNamed()
    {
        var id = await scene.Org.AskAsync();
        await scene.NameChiefAsync(scene.Org.Bea);
        await scene.Portal.ArrangeAsync(db => db.People.Single(p => p.Id == scene.Org.Bea.Id).Classify(external: true));
        Assert.False((await scene.BreakAsync(scene.Org.Bea, id)).Succeeded);
        await scene.NameChiefAsync(scene.Org.Stranger);
        Assert.Equal("not_found", (await scene.BreakAsync(scene.Org.Stranger, id)).Refusal!.Code);
        Assert.Equal("not_found", (await scene.Portal.Get<DrillBreakGlass>().RunAsync(As(scene.Org.Stranger), scene.Org.Directory.Id, "A look around", Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task DutyChief_UnderASecondAccountWithOnesMail_IsOneself()
    {
        await scene.Portal.ArrangeAsync(db => db.People.Single(p => p.Id == scene.Org.Nora.Id).Describe("Nora", scene.Org.Staff.Mail));
        Assert.Equal("own_duty", (await scene.Portal.Get<NameDutyChief>().RunAsync(As(scene.Org.Staff, Role.Administrator), scene.Org.Directory.Id, scene.Org.Nora.Id, "On duty this week", Stop)).Refusal!.Code);
    }

    [Fact]
    public async Task Debt_ShutsTheTargetAlone_UntilItIsReviewed()
    {
        var (first, second) = (await scene.Org.AskAsync(), await scene.Org.AskAsync(AddMember("u124")));
        var elsewhere = await scene.Org.AskAsync(AddMember("u125", "readers", "orders-db"));
        var use = await scene.BreakAsync(scene.Org.Sam, first);
        Assert.Equal("break_glass_debt", (await scene.BreakAsync(scene.Org.Sam, second)).Refusal!.Code);
        Assert.Equal("break_glass_debt", (await EmergencyAsync("u126")).Refusal!.Code);
        Assert.True((await scene.BreakAsync(scene.Org.Nora, elsewhere, typed: "orders-db")).Succeeded);

        scene.LetItRunOut();
        Assert.True((await scene.ReviewAsync(scene.Watcher, use.Value)).Succeeded);
        Assert.True((await EmergencyAsync("u126")).Succeeded);
        Assert.True((await scene.BreakAsync(scene.Org.Sam, second)).Succeeded);
    }

    [Fact]
    public async Task TwoAtOnce_OnOneRequest_MakeOneUseAndOneGrant()
    {
        await scene.NameChiefAsync(scene.Org.Bea);
        var id = await scene.Org.AskAsync();
        await using var second = scene.Portal.Second();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(() =>
            (turn % 2 == 0 ? scene.Portal : second).Get<UseBreakGlass>().RunAsync(
                As(turn % 2 == 0 ? scene.Org.Sam : scene.Org.Bea), id, new BreakGlassAsk(10, BreakGlassScene.Reason, "corp-directory"), Stop), Stop)));
        Assert.Single(answers, answer => answer.Succeeded);
        await using var db = scene.Portal.Db();
        Assert.Equal((1, 1), (await db.BreakGlassUses.CountAsync(Stop), await db.Grants.CountAsync(Stop)));
    }

    [Fact]
    public async Task OwnersAtOnce_OnTwoRequestsOfOneTarget_OpenOneDebt()
    {
        var ids = new[] { await scene.Org.AskAsync(), await scene.Org.AskAsync(AddMember("u124")) };
        await using var second = scene.Portal.Second();
        var answers = await Task.WhenAll(ids.Select((id, turn) => Task.Run(() =>
            (turn == 0 ? scene.Portal : second).Get<UseBreakGlass>().RunAsync(As(scene.Org.Sam), id, new BreakGlassAsk(10, BreakGlassScene.Reason, "corp-directory"), Stop), Stop)));
        Assert.Equal("break_glass_debt", Assert.Single(answers, answer => !answer.Succeeded).Refusal!.Code);
    }

    [Fact]
    public async Task ChangedIntegration_OrNoOwner_IsNotLetThrough()
    {
        var id = await scene.Org.AskAsync();
        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.Role == OwnerRole.IamOwner).End(OwnershipEnd.Ended, "gave it up", scene.Portal.Now));
        Assert.StartsWith("ownership_gap", (await scene.BreakAsync(scene.Org.Sam, id)).Refusal!.Code, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_MakesNothingThatAllows_IsNoUse_AndCountsWhomItTold()
    {
        await scene.Org.AskAsync();
        await scene.SeenAsync(scene.Org.Staff, Role.SecurityOperations);
        var drilled = await scene.Portal.Get<DrillBreakGlass>().RunAsync(As(scene.Org.Sam), scene.Org.Directory.Id, "Quarterly drill", Stop);
        Assert.True(drilled.Succeeded);
        await using var db = scene.Portal.Db();
        var facts = (await db.AccessFactsAsync(scene.Org.Sync.Id, scene.Portal.Now, Stop))!;
        Assert.Equal("approval_required", AccessJudge.Decide(facts, scene.Org.Workload.Id, AddMember(), null, scene.Portal.Now).Reason);
        Assert.Equal((0, 0), (await db.BreakGlassUses.CountAsync(Stop), await db.Grants.CountAsync(Stop)));
        Assert.Empty(await scene.ToldAsync("break_glass.used"));
        var board = await scene.Portal.Get<BreakGlassBoardQuery>().RunAsync(scene.Watcher, null, 0, 10, Stop);
        var drill = Assert.Single(board.Drills);
        Assert.Equal((1, 1, 0, true, 0), (drill.Owners, drill.Security, drill.WithoutMail, drill.Passed, drill.Seen));
        Assert.Equal(scene.Portal.Now, board.Targets.Single(t => t.Key == "corp-directory").LastDrill);
        Assert.Equal("drilled_lately", (await scene.Portal.Get<DrillBreakGlass>().RunAsync(As(scene.Org.Sam), scene.Org.Directory.Id, "And again", Stop)).Refusal!.Code);

        await scene.Portal.Get<SeeNotices>().RunAsync(As(scene.Org.Staff), null, Stop);
        Assert.Equal(1, Assert.Single((await scene.Portal.Get<BreakGlassBoardQuery>().RunAsync(scene.Watcher, null, 0, 10, Stop)).Drills).Seen);
    }

    [Fact]
    public async Task DutyChief_IsNotOneself_NotAnotherTenants_AndNotChangedWhileADebtIsOpen()
    {
        Task<Result<Done>> Name(PersonId? chief) => scene.Portal.Get<NameDutyChief>().RunAsync(As(scene.Org.Staff, Role.IamStaff), scene.Org.Directory.Id, chief, "On call this week", Stop);
        Assert.Equal("own_duty", (await Name(scene.Org.Staff.Id)).Refusal!.Code);
        Assert.Equal("other_tenant", (await Name(scene.Org.Stranger.Id)).Refusal!.Code);
        Assert.True((await Name(scene.Org.Bea.Id)).Succeeded);
        await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync());
        Assert.Equal("break_glass_debt", (await Name(scene.Org.Nora.Id)).Refusal!.Code);
        Assert.Equal("Staff named Bea duty chief of corp-directory.", Assert.Single(await scene.ToldAsync("break_glass.duty_chief_named")).Sentence);
    }

    private async Task<RequestId> AskByAsync(Person person, string member = "u123") =>
        (await scene.Portal.Get<AskForAccess>().RunAsync(As(person, Role.IamStaff), new Ask(scene.Org.Workload.Id, AddMember(member)) { Justification = "Ticket 4711 asks for it" }, Stop)).Value.Id;

    [Fact]
    public async Task Emergency_SaidOfARequestThatWaitsAlready_MarksItOnce()
    {
        var id = await scene.Org.AskAsync();
        Assert.Equal(id, (await EmergencyAsync("u123")).Value.Id);
        Assert.Equal(id, (await EmergencyAsync("u123")).Value.Id);
        await using var db = scene.Portal.Db();
        Assert.True((await db.Requests.SingleAsync(r => r.Id == id, Stop)).Emergency);
        Assert.Equal("hr-sync says that what it asked for on corp-directory cannot wait.", Assert.Single(await scene.ToldAsync("request.emergency")).Sentence);
    }

    private Task<Result<Asked>> EmergencyAsync(string member) => scene.Portal.Get<AskForAccess>().RunAsync(
        scene.Org.Caller, new Ask(scene.Org.Workload.Id, AddMember(member)) { Justification = "Ticket 4711 asks for it", Emergency = true }, Stop);
}
