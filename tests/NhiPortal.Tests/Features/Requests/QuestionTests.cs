using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>An approver asks back, the requester answers, the clock stands still in between.</summary>
public sealed class QuestionTests : IAsyncLifetime
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
    public async Task AskAndAnswer_ByTheWorkload_GivesTheTimeBack()
    {
        var id = await org.AskAsync();
        portal.Time.Advance(TimeSpan.FromHours(23));
        Assert.True((await AskAsync(org.Sam, id)).Succeeded);
        portal.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(0, await portal.Get<ExpireRequests>().RunAsync(Stop));

        Assert.True((await portal.Get<AnswerQuestion>().RunAsync(org.Caller, id, "The night shift starts at six.", Stop)).Succeeded);

        var request = await org.ReadAsync(id);
        Assert.Equal(portal.Now.AddHours(1), request.ExpiresAt);
        Assert.Equal(("The night shift starts at six.", null), (Assert.Single(request.Questions).Answer, request.Questions[0].AnsweredById));
        await using var db = portal.Db();
        Assert.Equal(["request.question_answered", "request.question_asked"], await db.AuditEvents.Where(e => e.Kind.StartsWith("request.question_")).Select(e => e.Kind).Order().ToListAsync(Stop));
    }

    [Fact]
    public async Task Unanswered_RequestStillExpires()
    {
        var id = await org.AskAsync();
        await AskAsync(org.Sam, id);
        portal.Time.Advance(TimeSpan.FromHours(48));
        Assert.Equal(1, await portal.Get<ExpireRequests>().RunAsync(Stop));
        Assert.Equal(RequestStatus.Expired, (await org.ReadAsync(id)).Status);
    }

    [Fact]
    public async Task Answer_ByTheBusinessOwner_KeepsThemFromApproving()
    {
        var id = await org.AskAsync();
        await AskAsync(org.Sam, id);
        Assert.True((await portal.Get<AnswerQuestion>().RunAsync(As(org.Bea), id, "I asked for it.", Stop)).Succeeded);
        var request = await org.ReadAsync(id);
        await using var db = portal.Db();
        var facts = await db.ApproverFactsAsync(request, org.Bea.Id, portal.Now, Stop);
        Assert.Equal("own_request", request.TurnFor(facts, portal.Now).Refusal!.Code);
    }

    [Fact]
    public async Task Ask_ByOneWhoMayNotDecide_OrWhileOneIsOpen_IsRefused()
    {
        var id = await org.AskAsync();
        Assert.Equal("role_not_held", (await AskAsync(org.Bea, id)).Refusal!.Code);
        Assert.True((await AskAsync(org.Sam, id)).Succeeded);
        Assert.Equal("question_open", (await AskAsync(org.Ian, id)).Refusal!.Code);
        Assert.Equal("not_found", (await AskAsync(org.Stranger, id)).Refusal!.Code);
    }

    [Fact]
    public async Task Answer_ByAnotherWorkloadOrPerson_IsNotTheirs()
    {
        var id = await org.AskAsync();
        await AskAsync(org.Sam, id);
        var other = org.Caller with { Id = Guid.NewGuid() };
        Assert.Equal("not_found", (await portal.Get<AnswerQuestion>().RunAsync(other, id, "Let it through.", Stop)).Refusal!.Code);
        Assert.Equal("not_allowed", (await portal.Get<AnswerQuestion>().RunAsync(As(org.Ian), id, "Let it through.", Stop)).Refusal!.Code);
        Assert.Null(Assert.Single((await org.ReadAsync(id)).Questions).Answer);
    }

    [Fact]
    public async Task Open_Question_IsWorkOfWhoMayAnswer()
    {
        var id = await org.AskAsync();
        await AskAsync(org.Sam, id);
        Assert.Equal(id.Value, Assert.Single(await portal.Get<MyQuestionsQuery>().RunAsync(As(org.Bea), Stop)).Request);
        Assert.Empty(await portal.Get<MyQuestionsQuery>().RunAsync(As(org.Sam), Stop));
    }

    [Fact]
    public async Task Together_CriticalRequest_IsRefusedOthersAreRecordedAsTogether()
    {
        var id = await org.AskAsync();
        var critical = await org.AskAsync(new("account.create_admin", "corp-directory", "account", "adm-1", new Dictionary<string, System.Text.Json.JsonElement>()));
        var both = new OwnerAnswer(Verdict.Approve, 15, null, "corp-directory") { Together = 2 };
        Assert.True((await portal.Get<DecideRequest>().RunAsync(As(org.Sam), id, both, Stop)).Succeeded);
        Assert.Equal("decided_alone", (await portal.Get<DecideRequest>().RunAsync(As(org.Sam), critical, both, Stop)).Refusal!.Code);
        await using var db = portal.Db();
        var body = (await db.AuditEvents.SingleAsync(e => e.Kind == "request.stage_approved", Stop)).Body;
        Assert.Contains("\"decided_together\":\"2\"", body, StringComparison.Ordinal);
    }

    private Task<Result<Done>> AskAsync(Domain.People.Person person, RequestId id) =>
        portal.Get<AskQuestion>().RunAsync(As(person), id, "Which group is it for?", Stop);
}
