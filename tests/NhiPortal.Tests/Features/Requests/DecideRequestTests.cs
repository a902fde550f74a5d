using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

public sealed class DecideRequestTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await SmallOrganisation.CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    [Fact]
    public async Task Approve_BothRoles_MakesOneGrantOfTheShortestTime()
    {
        var id = await org.AskAsync();
        Assert.Equal(RequestStatus.Pending, (await org.ApproveAsync(org.Sam, id, 45)).Value);
        Assert.Equal(RequestStatus.Approved, (await org.ApproveAsync(org.Ian, id, 15)).Value);
        await using var db = portal.Db();
        var grant = await db.Grants.SingleAsync(g => g.RequestId == id, Stop);
        Assert.Equal(TimeSpan.FromMinutes(15), grant.Until - grant.From);
    }

    [Fact]
    public async Task Approve_TwiceByOnePerson_IsRefusedAndRecorded()
    {
        var id = await org.AskAsync();
        await org.ApproveAsync(org.Sam, id);
        Assert.Equal("already_decided", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
        await RecordedAsync("request.approve.refused", "already_decided");
    }

    [Fact]
    public async Task Deny_ReasonWithADirectionOverride_IsKeptWithoutIt()
    {
        var id = await org.AskAsync();
        var denied = await portal.Get<DecideRequest>().RunAsync(As(org.Sam), id, new OwnerAnswer(Verdict.Deny, null, " Not \u202enow, please "), Stop);
        Assert.Equal(RequestStatus.Denied, denied.Value);
        await using var db = portal.Db();
        var request = await db.Requests.Include(r => r.Decisions).SingleAsync(r => r.Id == id, Stop);
        Assert.Equal("Not now, please", request.EndReason);
        Assert.Equal("Not now, please", Assert.Single(request.Decisions).Reason);
    }

    [Theory]
    [InlineData(Verdict.Approve)]
    [InlineData(Verdict.Deny)]
    public async Task Decide_CriticalWithoutAFreshSignIn_IsRefused(Verdict verdict)
    {
        var id = await org.AskAsync(new("account.create_admin", "corp-directory", "account", "adm-1", new Dictionary<string, System.Text.Json.JsonElement>()));
        var answer = new OwnerAnswer(verdict, 15, "because of the ticket", "corp-directory");
        foreach (var proved in new DateTimeOffset?[] { null, portal.Now.AddMinutes(-15) })
            Assert.Equal("sign_in_again", (await portal.Get<DecideRequest>().RunAsync(As(org.Sam) with { ProvedAt = proved }, id, answer, Stop)).Refusal!.Code);
        Assert.True((await portal.Get<DecideRequest>().RunAsync(As(org.Sam) with { ProvedAt = portal.Now.AddMinutes(-14) }, id, answer, Stop)).Succeeded);
    }

    [Fact]
    public async Task Approve_OwnRequest_IsRefused()
    {
        var asked = await portal.Get<AskForAccess>().RunAsync(
            As(org.Ian, Role.IamStaff), new Ask(org.Workload.Id, AddMember()) { Justification = "I need this for the migration" }, Stop);
        Assert.Equal("own_request", (await org.ApproveAsync(org.Ian, asked.Value.Id)).Refusal!.Code);
        await RecordedAsync("request.approve.refused", "own_request");
    }

    [Fact]
    public async Task Approve_OwnRun_IsRefused()
    {
        var asked = await portal.Get<AskForAccess>().RunAsync(
            org.Caller, new Ask(org.Workload.Id, AddMember()) { Justification = "A run that Sam started", StartedBy = org.Sam.Mail }, Stop);
        Assert.Equal("own_run", (await org.ApproveAsync(org.Sam, asked.Value.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task Approve_ByTheBeneficiary_IsRefused()
    {
        var id = await org.AskAsync(AddMember(org.Sam.Mail));
        Assert.Equal("beneficiary", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
    }

    [Fact]
    public async Task Approve_AfterExpiry_IsRefused()
    {
        var id = await org.AskAsync();
        portal.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal("request_expired", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
        Assert.Equal(1, await portal.Get<ExpireRequests>().RunAsync(Stop));
        Assert.Equal(RequestStatus.Expired, (await org.ReadAsync(id)).Status);
        Assert.Equal("already_ended", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
    }

    [Fact]
    public async Task Approve_ByWhoseOwnershipEndedASecondAgo_IsRefused()
    {
        var id = await org.AskAsync();
        var nominated = await portal.Get<NominateOwner>().RunAsync(
            As(org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.SystemOwner, null, org.Directory.Id), org.Nora.Id, null, Stop);
        await portal.Get<AcceptOwnership>().RunAsync(As(org.Nora), nominated.Value, Stop);
        portal.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("role_not_held", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
        Assert.True((await org.ApproveAsync(org.Nora, id)).Succeeded);
    }

    [Fact]
    public async Task Approve_ByADisabledPerson_IsRefused()
    {
        var id = await org.AskAsync();
        await using (var db = portal.Db())
        {
            (await db.People.SingleAsync(p => p.Id == org.Sam.Id, Stop)).SetStatus(PersonStatus.Disabled, portal.Now);
            await db.SaveChangesAsync(Stop);
        }

        Assert.Equal("person_inactive", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
    }

    [Fact]
    public async Task Approve_ByAStranger_HearsTheSameAsForNoRequest()
    {
        var id = await org.AskAsync();
        var notTheirs = await org.ApproveAsync(org.Stranger, id);
        var notThere = await org.ApproveAsync(org.Stranger, new RequestId(Guid.NewGuid()));
        Assert.Equal(notThere.Refusal, notTheirs.Refusal);
    }

    [Fact]
    public async Task Approve_EightAtTheSameInstant_MakesOneGrant()
    {
        var id = await org.AskAsync();
        await org.ApproveAsync(org.Sam, id);
        await using var second = portal.Second();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(() =>
            (turn % 2 == 0 ? portal : second).Get<DecideRequest>().RunAsync(As(org.Ian), id, new OwnerAnswer(Verdict.Approve, 15, null), Stop), Stop)));
        Assert.Single(answers, answer => answer.Succeeded);
        Assert.All(answers.Where(answer => !answer.Succeeded), answer => Assert.Contains("Ian already approved", answer.Refusal!.Sentence, StringComparison.Ordinal));
        await using var db = portal.Db();
        Assert.Equal(1, await db.Grants.CountAsync(Stop));
        Assert.Equal(1, await db.AuditEvents.CountAsync(e => e.Kind == "request.approved", Stop));
    }

    [Fact]
    public async Task Approve_CriticalActionWithoutTypingTheTarget_IsRefused()
    {
        var id = await org.AskAsync(new Domain.Access.ActionCall("account.create_admin", "corp-directory", "account", "adm-u1", new Dictionary<string, System.Text.Json.JsonElement>()));
        var click = await portal.Get<DecideRequest>().RunAsync(As(org.Sam), id, new OwnerAnswer(Verdict.Approve, 15, null), Stop);
        Assert.Equal("type_target", click.Refusal!.Code);
        Assert.True((await org.ApproveAsync(org.Sam, id)).Succeeded);
    }

    [Fact]
    public async Task Deny_WithoutReason_IsRefused_WithReason_EndsIt()
    {
        var id = await org.AskAsync();
        var deny = portal.Get<DecideRequest>();
        Assert.Equal("too_short", (await deny.RunAsync(As(org.Sam), id, new OwnerAnswer(Verdict.Deny, null, "no"), Stop)).Refusal!.Code);
        Assert.Equal(RequestStatus.Denied, (await deny.RunAsync(As(org.Sam), id, new OwnerAnswer(Verdict.Deny, null, "Not during the freeze"), Stop)).Value);
        Assert.Equal("already_ended", (await org.ApproveAsync(org.Ian, id)).Refusal!.Code);
    }

    [Fact]
    public async Task Approve_WhenTheStoredParametersWereChanged_IsRefused()
    {
        var id = await org.AskAsync();
        await using (var db = portal.Db())
            await db.Database.ExecuteSqlAsync($"UPDATE Requests SET Parameters = '{{\"member\":\"mallory\"}}'", Stop);
        Assert.Equal("parameters_changed", (await org.ApproveAsync(org.Sam, id)).Refusal!.Code);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task RecordedAsync(string kind, string code)
    {
        await using var db = portal.Db();
        Assert.Contains(await db.AuditEvents.Where(e => e.Kind == kind).Select(e => e.Body).ToListAsync(Stop), body => body.Contains(code, StringComparison.Ordinal));
    }
}
