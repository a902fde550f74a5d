using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using static NhiPortal.Tests.PortalPage;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>What an approval rests on changes between the asking and the use: nothing goes on silently, the owners decide again and see why.</summary>
public sealed class ReturnChangedTests : IAsyncLifetime
{
    private Scene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SmallOrganisation Org => scene.Org;

    private TestPortal Portal => scene.Portal;

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        await Portal.Get<ReturnChanged>().RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Theory]
    [InlineData("purpose", "Purpose", "Staff")]
    [InlineData("way", "May also do", "Staff")]
    [InlineData("owner", "System owner", "Nora")]
    [InlineData("policy", "Longest grant", null)]
    public async Task Approved_AndSomethingChanges_StopsAtOnce_AndIsDecidedAgain(string what, string fact, string? by)
    {
        var id = await Org.AskAsync();
        await scene.ApproveAsync(id);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);

        await ChangeAsync(what);
        // No job has run: the decision itself compares the facts.
        var denied = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        Assert.Equal(("facts_changed", "request"), (denied.Reason, denied.Context.GetProperty("next_action").GetString()));
        Assert.Equal(1, await Portal.Get<ReturnChanged>().RunAsync(Stop));
        Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));

        var again = await AgainAsync(id);
        Assert.Equal((RequestStatus.Pending, 0, fact, by), (again.Status, again.Decisions.Count, Assert.Single(again.Changes).Name, again.Changes[0].By));
        Assert.Equal(RequestStatus.Approved, (await Org.ReadAsync(id)).Status);
        await using var db = Portal.Db();
        Assert.Equal(GrantStatus.Returned, (await db.Grants.SingleAsync(g => g.RequestId == id, Stop)).Status);
        var told = AuditBody.Parse((await db.AuditEvents.SingleAsync(e => e.Kind == "request.returned", Stop)).Body);
        Assert.Equal((id.Value, again.Id.ToString(), again.Changes[0].Before, again.Changes[0].After), (told.Request, told.Facts!["again"], told.Before![fact], told.After![fact]));

        // The caller goes on by the address it knows, and asking again leads to the same.
        var task = await scene.Api.GetAsync($"/access/v1/requests/{id}", scene.Token);
        Assert.Equal(("pending", fact), (task.Task.GetProperty("status").GetString(), task.Task.GetProperty("changed")[0].GetString()));
        Assert.Equal(again.Id, await Org.AskAsync());

        var owner = what == "owner" ? Org.Nora : Org.Sam;
        Assert.True((await Org.ApproveAsync(owner, again.Id)).Succeeded);
        Assert.Equal("facts_changed", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Reason);
        Assert.Equal(RequestStatus.Approved, (await Org.ApproveAsync(Org.Ian, again.Id)).Value);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        Assert.Equal("approved", (await scene.Api.GetAsync($"/access/v1/requests/{id}", scene.Token)).Task.GetProperty("status").GetString());
        Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("same demands")]
    [InlineData("deputy")]
    public async Task WhatOnlyShows_ReturnsNothing(string what)
    {
        await scene.ApproveAsync(await Org.AskAsync());
        await ChangeAsync(what);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));
    }

    [Fact]
    public async Task Waiting_HalfDecided_ComesBackWithoutTheAnswer_AndTheOldCardAnswersNobody()
    {
        var id = await Org.AskAsync();
        await Org.ApproveAsync(Org.Sam, id);
        await ChangeAsync("purpose");
        Assert.Equal("facts_changed", (await Org.ApproveAsync(Org.Ian, id)).Refusal!.Code);

        Assert.Equal(1, await Portal.Get<ReturnChanged>().RunAsync(Stop));

        var again = await AgainAsync(id);
        Assert.Equal(RequestStatus.Returned, (await Org.ReadAsync(id)).Status);
        Assert.Equal("already_ended", (await Org.ApproveAsync(Org.Ian, id)).Refusal!.Code);
        Assert.Equal(RequestStatus.Pending, (await Org.ApproveAsync(Org.Ian, again.Id)).Value);
        // Withdrawn through the address of the first asking, the one that waits ends.
        Assert.Equal(200, (await scene.Api.SendAsync(HttpMethod.Post, $"/access/v1/requests/{id}/cancel", scene.Token)).Status);
        Assert.Equal(RequestStatus.Cancelled, (await Org.ReadAsync(again.Id)).Status);
    }

    [Fact]
    public async Task Waiting_NobodyAnswered_NewOwnerSimplyDecides()
    {
        var id = await Org.AskAsync();
        await ChangeAsync("owner");
        Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));
        Assert.True((await Org.ApproveAsync(Org.Nora, id)).Succeeded);
        Assert.Equal(RequestStatus.Approved, (await Org.ApproveAsync(Org.Ian, id)).Value);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
    }

    [Fact]
    public async Task WayClosed_EndsWhatWaitsAndWhatWasApproved_ForGood()
    {
        var granted = await Org.AskAsync();
        await scene.ApproveAsync(granted);
        var waiting = await Org.AskAsync(AddMember("u2"));
        await using var db = Portal.Db();
        var way = await db.Paths.SingleAsync(p => p.TargetId == Org.Directory.Id && p.ActionName == "group.add_member", Stop);
        Assert.True((await Portal.Get<RemovePath>().RunAsync(Staff, Org.Sync.Id, way.Id, Stop)).Succeeded);

        await Portal.Get<ReturnChanged>().RunAsync(Stop);

        Assert.Equal(RequestStatus.Failed, (await Org.ReadAsync(waiting)).Status);
        Assert.False(await db.Requests.AnyAsync(r => r.FollowsId != null, Stop));
        Assert.Equal("failed", (await scene.Api.GetAsync($"/access/v1/requests/{waiting}", scene.Token)).Task.GetProperty("status").GetString());
        Assert.Equal("not_on_approved_list", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Reason);
    }

    [Fact]
    public async Task TwoInstances_AtOnce_AskAgainOnce()
    {
        await scene.ApproveAsync(await Org.AskAsync());
        await ChangeAsync("policy");
        var instances = Enumerable.Range(0, 4).Select(_ => Portal.Second()).ToList();
        await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.Get<ReturnChanged>().RunAsync(Stop), Stop)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        await using var db = Portal.Db();
        Assert.Equal((1, 1), (await db.Requests.CountAsync(r => r.FollowsId != null, Stop), await db.AuditEvents.CountAsync(e => e.Kind == "request.returned", Stop)));
    }

    [Fact]
    public async Task AnotherInstance_AtIt_IsLeftToIt_UntilItsLeaseIsOver()
    {
        await scene.ApproveAsync(await Org.AskAsync());
        await ChangeAsync("policy");
        await using var db = Portal.Db();
        await db.ReturnCursors.ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.LeasedUntil, Portal.Now.AddMinutes(2)), Stop);
        Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));
        Portal.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await Portal.Get<ReturnChanged>().RunAsync(Stop));
    }

    [Fact]
    public async Task TwoGrantsForOneThing_OneRequestAsksForBoth_AndADeniedOneStaysDenied()
    {
        var first = await Org.AskAsync();
        await scene.ApproveAsync(first);
        var early = await Org.AskAsync();
        await scene.ApproveAsync(early);
        Assert.NotEqual(first, early);
        await ChangeAsync("policy");

        Assert.Equal(2, await Portal.Get<ReturnChanged>().RunAsync(Stop));

        await using var db = Portal.Db();
        var again = await db.Requests.AsNoTracking().SingleAsync(r => r.FollowsId != null, Stop);
        Assert.All(await db.Grants.AsNoTracking().ToListAsync(Stop), grant => Assert.Equal((GrantStatus.Returned, false), (grant.Status, grant.AsksAgain)));
        Assert.True((await Portal.Get<DecideRequest>().RunAsync(As(Org.Sam), again.Id, new OwnerAnswer(Verdict.Deny, null, "Not any more"), Stop)).Succeeded);
        await ChangeAsync("purpose");
        Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));
    }

    [Fact]
    public async Task WatcherOfBoth_WatchesOnce()
    {
        var id = await Org.AskAsync();
        await scene.ApproveAsync(id);
        var open = await Org.AskAsync();
        await Portal.ArrangeAsync(db => db.AddRange(RequestWatch.Of(id, Org.Bea.Id, Portal.Now), RequestWatch.Of(open, Org.Bea.Id, Portal.Now)));
        await ChangeAsync("owner");
        Assert.Equal(1, await Portal.Get<ReturnChanged>().RunAsync(Stop));
        Assert.Equal(id, (await Org.ReadAsync(open)).FollowsId);
    }

    [Fact]
    public async Task OneThatFails_HoldsUpNoOther_IsTriedLaterAndLater_AndRecordedOnce()
    {
        await scene.ApproveAsync(await Org.AskAsync());
        await ChangeAsync("policy");
        await using var db = Portal.Db();
        var basis = await db.Database.SqlQueryRaw<string>("SELECT \"Basis\" AS \"Value\" FROM \"Requests\"").SingleAsync(Stop);
        await db.Database.ExecuteSqlRawAsync("UPDATE \"Requests\" SET \"Basis\" = 'x'", Stop);
        for (var n = 0; n < 3; n++)
        {
            Assert.Equal(0, await Portal.Get<ReturnChanged>().RunAsync(Stop));
            Portal.Time.Advance(TimeSpan.FromMinutes(2));
        }

        // Tried at once and after 1 minute; the next try comes 2 minutes after that, and the change feed has gone on meanwhile.
        var put = await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == Org.Sync.Id, Stop);
        Assert.Equal(3, put.CompareTries);
        Assert.True(put.CompareAt > Portal.Now);
        Assert.Equal(await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(Stop), await db.ReturnCursors.Select(cursor => cursor.Seq).SingleAsync(Stop));
        Assert.Equal("request.return_failed", (await db.AuditEvents.SingleAsync(e => e.Kind.StartsWith("request.return"), Stop)).Kind);
        Portal.Time.Advance(TimeSpan.FromMinutes(10));
        await db.Database.ExecuteSqlAsync($"UPDATE \"Requests\" SET \"Basis\" = {basis}", Stop);
        Assert.Equal(1, await Portal.Get<ReturnChanged>().RunAsync(Stop));
    }

    [Fact]
    public async Task Waiting_ThatComesBack_KeepsItsEnd()
    {
        var id = await Org.AskAsync();
        await Org.ApproveAsync(Org.Sam, id);
        var end = (await Org.ReadAsync(id)).ExpiresAt;
        Portal.Time.Advance(TimeSpan.FromMinutes(5));
        await ChangeAsync("purpose");
        await Portal.Get<ReturnChanged>().RunAsync(Stop);
        var again = await AgainAsync(id);
        Assert.Equal(end > Portal.Now + AccessRequest.LeastAgain ? end : Portal.Now + AccessRequest.LeastAgain, again.ExpiresAt);
    }

    [Fact]
    public async Task WayClosed_TaskSaysThatTheGrantHasEnded()
    {
        var id = await Org.AskAsync();
        await scene.ApproveAsync(id);
        await Portal.ArrangeAsync(db => Assert.True(db.Grants.Single().Return("The way is closed.", Portal.Now)));
        var answer = await scene.Api.GetAsync($"/access/v1/requests/{id}", scene.Token);
        Assert.Contains("has ended: The way is closed.", answer.Task.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_ShowsWhatChanged_AndStrikesTheEarlierAnswers()
    {
        var id = await Org.AskAsync();
        await Org.ApproveAsync(Org.Ian, id);
        await ChangeAsync("purpose");
        await Portal.Get<ReturnChanged>().RunAsync(Stop);
        var again = await AgainAsync(id);

        await using var page = await OpenAsync(Portal, Org.Sam);
        var inbox = page.Show<ApprovalInbox>($"/inbox/{again.Id}", ".came-back", parameters => parameters.Add(p => p.Id, again.Id.Value));
        var note = inbox.Find(".came-back");
        Assert.Contains("by Staff, ", Words(note), StringComparison.Ordinal);
        Assert.Equal("Keeps accounts in step with HR.", note.QuerySelector("td del")!.TextContent);
        Assert.Equal("Does something else now.", note.QuerySelector(".change-after")!.TextContent.Trim());
        Assert.Contains("Ian approved as IAM owner about the earlier facts", Words(note), StringComparison.Ordinal);
        Assert.Contains("Came back", inbox.Find(".inbox-line").TextContent, StringComparison.Ordinal);

        var old = page.Show<ApprovalInbox>($"/inbox/{id}", ".receipt", parameters => parameters.Add(p => p.Id, id.Value));
        Assert.Contains($"/inbox/{again.Id}", old.Find(".receipt").InnerHtml, StringComparison.Ordinal);
    }

    private Actor Staff => As(Org.Staff, Role.IamStaff);

    private async Task<AccessRequest> AgainAsync(RequestId id)
    {
        await using var db = Portal.Db();
        return await Org.ReadAsync(await db.Requests.Where(r => r.FollowsId == id).Select(r => r.Id).SingleAsync(Stop));
    }

    private async Task ChangeAsync(string what)
    {
        await using var db = Portal.Db();
        var sync = await db.Integrations.AsNoTracking().SingleAsync(i => i.Id == Org.Sync.Id, Stop);
        var same = new IntegrationDraft { Name = sync.Name, Purpose = sync.Purpose, Kind = sync.Kind.ToString(), Environment = sync.Environment.ToString() };
        var refusal = what switch
        {
            "purpose" => (await Portal.Get<ChangeIntegration>().RunAsync(Staff, sync.Id, sync.Version, same with { Purpose = "Does something else now." }, Stop)).Refusal,
            "name" => (await Portal.Get<ChangeIntegration>().RunAsync(Staff, sync.Id, sync.Version, same with { Name = "Another name" }, Stop)).Refusal,
            "way" => (await Portal.Get<AddPath>().RunAsync(Staff, sync.Id, new("orders-db", "group.add_member", "writers"), Stop)).Refusal,
            "owner" => await TakeOverAsync(),
            "deputy" => await DoAsync(() => Portal.ArrangeAsync(arranged => arranged.Ownerships.Single(o => o.TargetId == Org.Directory.Id).NameDeputy(Org.Nora.Id))),
            _ => await DoAsync(() => Portal.ArrangeAsync(arranged => arranged.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create(
                [.. DefaultPolicy.Rules.Select(rule => what == "policy" ? rule with { LongestGrantMinutes = 45 } : rule with { EscalateAfterMinutes = 45, Name = $"{rule.Name}, renamed" })]).Value, null, Portal.Now)))),
        };
        Assert.Null(refusal);
    }

    private async Task<Refusal?> TakeOverAsync()
    {
        var nominated = await Portal.Get<NominateOwner>().RunAsync(Staff, new OwnerCell(OwnerRole.SystemOwner, null, Org.Directory.Id), Org.Nora.Id, null, Stop);
        return (await Portal.Get<AcceptOwnership>().RunAsync(As(Org.Nora), nominated.Value, Stop)).Refusal;
    }

    private static async Task<Refusal?> DoAsync(Func<Task> act)
    {
        await act();
        return null;
    }
}
