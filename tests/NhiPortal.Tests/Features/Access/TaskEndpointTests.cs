using System.Diagnostics;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;

namespace NhiPortal.Tests.Features.Access;

public sealed class TaskEndpointTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Get_Approved_SaysWhatToEvaluateWith()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        await scene.ApproveAsync(Id(asked), 15);

        var answer = await scene.Api.GetAsync(asked.TaskPath, scene.Token);

        Assert.Equal("approved", answer.Task.GetProperty("status").GetString());
        var result = answer.Json.GetProperty("result");
        Assert.Equal("reevaluate", result.GetProperty("mode").GetString());
        Assert.Equal(scene.Portal.Now.AddMinutes(15), result.GetProperty("approval").GetProperty("approved_until").GetDateTimeOffset());
        Assert.False(answer.Task.GetProperty("links").TryGetProperty("cancel", out _));
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body(context: new { approval = result.GetProperty("approval") }))).Decision);
    }

    [Fact]
    public async Task Get_Denied_CarriesTheApproversReason()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        await scene.Portal.Get<DecideRequest>().RunAsync(SmallOrganisation.As(scene.Org.Sam), Id(asked), new OwnerAnswer(Verdict.Deny, null, "Not during the audit"), TestContext.Current.CancellationToken);

        var answer = await scene.Api.GetAsync(asked.TaskPath, scene.Token);

        Assert.Equal("denied", answer.Task.GetProperty("status").GetString());
        Assert.Equal("Not during the audit", answer.Task.GetProperty("reason").GetString());
        Assert.False(answer.Json.TryGetProperty("result", out _));
    }

    [Fact]
    public async Task Get_AfterItsTime_IsExpiredBeforeAnyJobRuns()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        scene.Portal.Time.Advance(TimeSpan.FromHours(24));

        Assert.Equal("expired", (await scene.Api.GetAsync(asked.TaskPath, scene.Issuer.Token())).Task.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Get_Unchanged_Is304()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        var first = await scene.Api.GetAsync(asked.TaskPath, scene.Token);

        var second = await scene.Api.GetAsync(asked.TaskPath, scene.Token, ("If-None-Match", first.Header("ETag")!));
        await scene.ApproveAsync(Id(asked));
        var third = await scene.Api.GetAsync(asked.TaskPath, scene.Token, ("If-None-Match", first.Header("ETag")!));

        Assert.Equal((304, ""), (second.Status, second.Text));
        Assert.NotNull(second.Header("Retry-After"));
        Assert.Equal(200, third.Status);
    }

    [Fact]
    public async Task Get_Waiting_AnswersWhenAnotherInstanceDecides()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        var clock = Stopwatch.StartNew();
        var waiting = scene.Api.GetAsync(asked.TaskPath + "?wait=30", scene.Token);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        await scene.Portal.Get<DecideRequest>().RunAsync(SmallOrganisation.As(scene.Org.Sam), Id(asked), new OwnerAnswer(Verdict.Deny, null, "Not during the audit"), TestContext.Current.CancellationToken);
        var answer = await waiting;

        Assert.Equal("denied", answer.Task.GetProperty("status").GetString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(25), "Answered by the end of the wait, not by the decision.");
    }

    [Fact]
    public async Task Get_Waiting_EndsByTheClock()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        var waiting = scene.Api.GetAsync(asked.TaskPath + "?wait=900", scene.Token);
        while (!waiting.IsCompleted)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            scene.Portal.Time.Advance(TimeSpan.FromSeconds(31));
        }

        Assert.Equal("pending", (await waiting).Task.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1.5")]
    public async Task Get_WaitThatIsNoNumber_Is400(string wait)
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        Assert.Equal(400, (await scene.Api.GetAsync($"{asked.TaskPath}?wait={wait}", scene.Token)).Status);
    }

    [Fact]
    public async Task GetAndCancel_AnotherWorkloadsRequest_IsAsUnknownAsNone()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        await scene.Portal.ArrangeAsync(db =>
        {
            var other = Integration.Register(scene.Org.Home.Id, "other", "Other", "Exists.", IntegrationKind.InternalAgent, Domain.Targets.DeploymentEnvironment.Production, scene.Portal.Now);
            db.AddRange(other, WorkloadIdentity.Create(other.Id, "urn:test", "other", scene.Portal.Now));
        });
        var none = $"/access/v1/requests/{Guid.NewGuid()}";

        foreach (var token in new[] { scene.Issuer.Token("other"), scene.GatewayToken })
            foreach (var suffix in new[] { "", "/cancel" })
            {
                var method = suffix.Length == 0 ? HttpMethod.Get : HttpMethod.Post;
                var theirs = await scene.Api.SendAsync(method, asked.TaskPath + suffix, token);
                var nobodys = await scene.Api.SendAsync(method, none + suffix, token);
                var nonsense = await scene.Api.SendAsync(method, "/access/v1/requests/none" + suffix, token);
                Assert.Equal(404, theirs.Status);
                Assert.Equal((theirs.Status, theirs.Text), (nobodys.Status, nobodys.Text));
                Assert.Equal((theirs.Status, theirs.Text), (nonsense.Status, nonsense.Text));
            }

        Assert.Equal(RequestStatus.Pending, (await scene.Org.ReadAsync(Id(asked))).Status);
        Assert.NotEmpty(await scene.Api.RecordedAsync("request.cancel.refused"));
    }

    [Fact]
    public async Task Cancel_Pending_WithdrawsItOnce()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());

        var first = await scene.Api.SendAsync(HttpMethod.Post, asked.TaskPath + "/cancel", scene.Token, new { reason = "no_longer_needed", comment = "The run ended" });
        var second = await scene.Api.SendAsync(HttpMethod.Post, asked.TaskPath + "/cancel", scene.Token);

        Assert.Equal((200, "cancelled"), (first.Status, first.Task.GetProperty("status").GetString()));
        Assert.Equal("no_longer_needed: The run ended", (await scene.Org.ReadAsync(Id(asked))).EndReason);
        Assert.Equal((409, "urn:openid:authzen:access-request:error:invalid_task_state"), (second.Status, second.Problem));
        Assert.Single(await scene.Api.RecordedAsync("request.cancel.refused"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"reason\":7}")]
    [InlineData("{")]
    public async Task Cancel_MalformedBody_ChangesNothing(string body)
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());

        Assert.Equal(400, (await scene.Api.SendAsync(HttpMethod.Post, asked.TaskPath + "/cancel", scene.Token, body)).Status);
        Assert.Equal(RequestStatus.Pending, (await scene.Org.ReadAsync(Id(asked))).Status);
        Assert.Single(await scene.Api.RecordedAsync("request.cancel.refused"));
    }

    [Fact]
    public async Task Answer_ToAQuestion_ShowsInTheTaskAndGivesTheTimeBack()
    {
        var asked = await scene.Api.AskAsync(scene.Token, Scene.AskBody());
        Assert.Equal(409, (await scene.Api.SendAsync(HttpMethod.Post, asked.TaskPath + "/answer", scene.Token, "{\"answer\":\"unasked\"}")).Status);
        Assert.True((await scene.Portal.Get<AskQuestion>().RunAsync(SmallOrganisation.As(scene.Org.Sam), Id(asked), "Which night shift?", TestContext.Current.CancellationToken)).Succeeded);

        var task = (await scene.Api.GetAsync(asked.TaskPath, scene.Token)).Task;
        Assert.Equal("Which night shift?", task.GetProperty("question").GetProperty("text").GetString());
        Assert.EndsWith(asked.TaskPath + "/answer", task.GetProperty("question").GetProperty("answer_endpoint").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, (await scene.Api.SendAsync(HttpMethod.Post, asked.TaskPath + "/answer", scene.Token, "{\"answer\":\" \"}")).Status);

        var answered = await scene.Api.SendAsync(HttpMethod.Post, asked.TaskPath + "/answer", scene.Token, "{\"answer\":\"The one of Friday.\"}");
        Assert.Equal(200, answered.Status);
        Assert.False(answered.Task.TryGetProperty("question", out _));
        Assert.Equal("The one of Friday.", Assert.Single((await scene.Org.ReadAsync(Id(asked))).Questions).Answer);
    }

    private static RequestId Id(ApiAnswer asked) => new(asked.Task.GetProperty("id").GetGuid());
}
