using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy;
using NhiPortal.Features.Access;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>What a rule asks for beyond its approvers holds when asked, when decided and when used.</summary>
public sealed class RulesInForceTests : IAsyncLifetime
{
    private PolicyScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestPortal Portal => scene.Portal;

    public async ValueTask InitializeAsync() => scene = await PolicyScene.SetAsync();

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    [Theory]
    [InlineData(null, "ticket_missing")]
    [InlineData("4711", "ticket_pattern")]
    [InlineData("see CHG-4711", "ticket_pattern")]
    [InlineData("CHG-4711", null)]
    public async Task Ask_TicketByPattern_IsTakenOnlyAsTheRuleWantsIt(string? ticket, string? refusal)
    {
        await scene.PutInForceAsync(Rules(rule => rule with { RequiresTicket = true, TicketPattern = "CHG-[0-9]+" }));
        Assert.Equal(refusal, (await AskAsync(ticket)).Refusal?.Code);
    }

    [Fact]
    public async Task Window_Shut_RefusesAskApprovalAndUse_AndSaysWhenItOpens()
    {
        await scene.PutInForceAsync(Rules(rule => rule with { Window = new ChangeWindow { Days = [DayOfWeek.Monday], From = new(9, 0), Until = new(11, 0), Zone = "Europe/Stockholm", ClosedDays = [new(2026, 3, 9)] } }));
        // Monday, 09:00 UTC is 10:00 there.
        var used = (await AskAsync(null)).Value.Id;
        var late = await scene.Org.AskAsync(AddMember("u777"));
        foreach (var person in new[] { scene.Org.Sam, scene.Org.Ian })
            Assert.True((await scene.Org.ApproveAsync(person, used, 240)).Succeeded);
        Assert.True((await JudgeAsync()).Allowed);

        Portal.Time.Advance(TimeSpan.FromHours(1));
        var judged = await JudgeAsync();
        Assert.Equal((false, "outside_window", false), (judged.Allowed, judged.Reason, judged.Requestable));
        Assert.Contains("opens again on 2026-03-16 at 09:00 (Europe/Stockholm)", judged.Sentence, StringComparison.Ordinal);
        Assert.Equal("outside_window", (await scene.Org.ApproveAsync(scene.Org.Sam, late)).Refusal?.Code);
        Assert.Equal("outside_window", (await AskAsync(null, "u888")).Refusal?.Code);
        // A denial is good at any hour.
        Assert.True((await Portal.Get<DecideRequest>().RunAsync(As(scene.Org.Sam), late, new OwnerAnswer(Domain.Requests.Verdict.Deny, null, "not tonight"), Stop)).Succeeded);
    }

    [Fact]
    public async Task FirstUse_NotMadeInTime_EndsTheGrantThoughItsTimeIsNotOver()
    {
        await scene.PutInForceAsync(Rules(rule => rule with { UseLimit = 5, FirstUseMinutes = 10 }));
        var request = (await AskAsync(null)).Value.Id;
        foreach (var person in new[] { scene.Org.Sam, scene.Org.Ian })
            await scene.Org.ApproveAsync(person, request, 60);
        Portal.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.True((await JudgeAsync()).Allowed);
        Portal.Time.Advance(TimeSpan.FromMinutes(1));
        var judged = await JudgeAsync();
        Assert.Equal("grant_expired", judged.Reason);
        Assert.Contains("not used soon enough", judged.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, await Portal.Get<EndDueGrants>().RunAsync(Stop));
        await using var db = Portal.Db();
        var grant = await db.Grants.SingleAsync(g => g.RequestId == request, Stop);
        Assert.Equal((GrantStatus.Expired, Portal.Now), (grant.Status, grant.EndedAt!.Value));
        Assert.Equal("already_ended", grant.Use(Portal.Now).Refusal?.Code);
    }

    [Fact]
    public async Task FirstUse_MadeInTime_LeavesTheGrantItsWholeTime()
    {
        await scene.PutInForceAsync(Rules(rule => rule with { UseLimit = 5, FirstUseMinutes = 10 }));
        var request = (await AskAsync(null)).Value.Id;
        foreach (var person in new[] { scene.Org.Sam, scene.Org.Ian })
            await scene.Org.ApproveAsync(person, request, 60);
        await Portal.ArrangeAsync(db => db.Grants.Single(g => g.RequestId == request).Use(Portal.Now));
        Portal.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.True((await JudgeAsync()).Allowed);
        Assert.Equal(0, await Portal.Get<EndDueGrants>().RunAsync(Stop));
    }

    private static List<ApprovalRule> Rules(Func<ApprovalRule, ApprovalRule> change) => [.. DefaultPolicy.Rules.Select(change)];

    private Task<Result<Asked>> AskAsync(string? ticket, string member = "u123") => Portal.Get<AskForAccess>().RunAsync(
        scene.Org.Caller, new Ask(scene.Org.Workload.Id, AddMember(member)) { Justification = "The nightly run needs it", Ticket = ticket }, Stop);

    private async Task<Judgement> JudgeAsync()
    {
        await using var db = Portal.Db();
        var facts = (await db.AccessFactsAsync(scene.Org.Sync.Id, Portal.Now, Stop))!;
        return AccessJudge.Decide(facts, scene.Org.Workload.Id, AddMember(), null, Portal.Now);
    }
}
