using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Tests.Features.Access;

public sealed class AskEndpointTests : IAsyncLifetime
{
    private const string Profile = "urn:openid:authzen:access-request:error:";
    private Scene scene = null!;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Ask_AfterADenial_AnswersATaskThatWaitsForTheOwners()
    {
        var denied = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        var answer = await scene.Api.AskAsync(scene.Token, Scene.AskBody(
            denial: Denial(denied), requested: new { requested_until = scene.Portal.Now.AddMinutes(20) },
            client: new { id = "agent-7", actor = new { type = "user", id = "bea@home.example" }, source = new { session_id = "run-9" } }));

        Assert.Equal(202, answer.Status);
        Assert.Equal("pending", answer.Task.GetProperty("status").GetString());
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.Equal(answer.Task.GetProperty("status_endpoint").GetString(), answer.Header("Location"));
        Assert.Equal(["system_owner", "iam_owner"], answer.Task.GetProperty("progress").GetProperty("awaiting").EnumerateArray().Select(role => role.GetString()));
        var request = await scene.Org.ReadAsync(new RequestId(answer.Task.GetProperty("id").GetGuid()));
        Assert.Equal(20, request.RequestedMinutes);
        Assert.Equal(scene.Org.Bea.Id, request.StartedById);
        Assert.Equal("agent-7 / run-9", request.Session);
        Assert.Equal("hr-sync", Assert.Single(await scene.Api.RecordedAsync("request.asked")).Actor.Name);
    }

    [Fact]
    public async Task Ask_WithoutADenial_IsAccepted() => Assert.Equal(202, (await scene.Api.AskAsync(scene.Token, Scene.AskBody())).Status);

    [Fact]
    public async Task Ask_WithADenialAGatewayGot_IsAccepted()
    {
        var denied = await scene.Api.EvaluateAsync(scene.GatewayToken, Scene.Body());

        Assert.Equal(202, (await scene.Api.AskAsync(scene.Token, Scene.AskBody(denial: Denial(denied)))).Status);
    }

    [Fact]
    public async Task Ask_ByGateway_IsForbidden()
    {
        var answer = await scene.Api.AskAsync(scene.GatewayToken, Scene.AskBody());

        Assert.Equal(403, answer.Status);
        Assert.Equal("urn:nhiportal:error:only_workloads_ask", answer.Problem);
        Assert.Single(await scene.Api.RecordedAsync("request.ask.refused"));
    }

    [Fact]
    public async Task Ask_WithTheDenialOfAnotherCall_IsRefused()
    {
        var denied = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        foreach (var body in new[]
        {
            Scene.AskBody("u124", Denial(denied)),
            Scene.AskBody(denial: new { evaluation_id = denied.Context.GetProperty("evaluation_id").GetString(), expires_at = scene.Portal.Now.AddDays(1) }),
            Scene.AskBody(denial: new { evaluation_id = "invented", expires_at = scene.Portal.Now.AddMinutes(1) }),
            Scene.AskBody(denial: new { binding_token = "x", expires_at = scene.Portal.Now.AddMinutes(1) }),
        })
        {
            var answer = await scene.Api.AskAsync(scene.Token, body);
            Assert.Equal(400, answer.Status);
            Assert.Equal(Profile + "invalid_denial_binding", answer.Problem);
        }

        Assert.Equal(4, (await scene.Api.RecordedAsync("request.ask.refused")).Count);
        Assert.Empty(await scene.Api.RecordedAsync("request.asked"));
    }

    [Fact]
    public async Task Ask_WithAnAllowedEvaluation_IsRefused()
    {
        await scene.ApprovedAsync();
        var allowed = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        var denial = new { evaluation_id = allowed.Context.GetProperty("evaluation_id").GetString(), expires_at = scene.Portal.Now.AddMinutes(15) };

        Assert.Equal(Profile + "invalid_denial_binding", (await scene.Api.AskAsync(scene.Token, Scene.AskBody(denial: denial))).Problem);
    }

    [Fact]
    public async Task Ask_WithAnExpiredDenial_Is410()
    {
        var denied = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(15));

        var answer = await scene.Api.AskAsync(scene.Token, Scene.AskBody(denial: Denial(denied)));

        Assert.Equal(410, answer.Status);
        Assert.Equal(Profile + "expired_denial", answer.Problem);
    }

    [Fact]
    public async Task Ask_OutsideThePath_IsNotRequestableAndRecorded()
    {
        var answer = await scene.Api.AskAsync(scene.Token, JsonSerializer.Serialize(Scene.AskBody()).Replace("corp-directory", "no-such-target", StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
        Assert.Equal(Profile + "not_requestable", answer.Problem);
        Assert.Equal("not_on_approved_list", answer.Json.GetProperty("reason").GetString());
        Assert.Equal("hr-sync", Assert.Single(await scene.Api.RecordedAsync("request.ask.refused")).Integration!.Key);
    }

    [Fact]
    public async Task Ask_ForAnotherWorkload_IsRefusedAsUnknown() =>
        Assert.Equal("unknown_subject", (await scene.Api.AskAsync(scene.Token, Scene.AskBody(subject: "payroll-bot"))).Json.GetProperty("reason").GetString());

    [Theory]
    [InlineData("""{"emergency":true}""", null, "emergency_not_allowed")]
    [InlineData("""{"brokered":true}""", null, "brokered_not_supported")]
    [InlineData("""{"requested_until":"tomorrow"}""", null, "invalid_request")]
    [InlineData("""{"requested_until":"2026-03-02T10:00:00"}""", null, "invalid_request")]
    [InlineData("""{"requested_until":"2026-03-02T08:00:00Z"}""", null, "invalid_request")]
    [InlineData("""{"emergency":"yes"}""", null, "invalid_request")]
    [InlineData("[]", null, "invalid_request")]
    [InlineData("{}", """{"endpoint":"https://example.org/"}""", "callback_not_supported")]
    public async Task Ask_ForWhatIsNotOffered_Is400(string requested, string? callback, string code)
    {
        var body = JsonSerializer.SerializeToNode(Scene.AskBody())!.AsObject();
        body["requested_access"] = System.Text.Json.Nodes.JsonNode.Parse(requested);
        if (callback is not null)
            body["callback"] = System.Text.Json.Nodes.JsonNode.Parse(callback);

        var answer = await scene.Api.AskAsync(scene.Token, body.ToJsonString());

        Assert.Equal(400, answer.Status);
        Assert.Equal("urn:nhiportal:error:" + code, answer.Problem);
        Assert.Single(await scene.Api.RecordedAsync("request.ask.refused"));
    }

    [Fact]
    public async Task Ask_WithoutJustification_SaysSo() =>
        Assert.Equal("too_short", (await scene.Api.AskAsync(scene.Token, Scene.AskBody(justification: null))).Json.GetProperty("reason").GetString());

    [Fact]
    public async Task Ask_SameKeySameBody_IsTheSameTaskForADay()
    {
        var first = await scene.Api.AskAsync(scene.Token, Scene.AskBody(), ("Idempotency-Key", "k1"));
        await scene.Api.SendAsync(HttpMethod.Post, first.TaskPath + "/cancel", scene.Token);

        var again = await scene.Api.AskAsync(scene.Token, Scene.AskBody(), ("Idempotency-Key", "k1"));
        var fresh = await scene.Api.AskAsync(scene.Token, Scene.AskBody(), ("Idempotency-Key", "k2"));
        scene.Portal.Time.Advance(TimeSpan.FromHours(24));
        var nextDay = await scene.Api.AskAsync(scene.Issuer.Token(), Scene.AskBody(), ("Idempotency-Key", "k1"));

        Assert.Equal((201, "cancelled"), (again.Status, again.Task.GetProperty("status").GetString()));
        Assert.Equal(first.TaskPath, again.TaskPath);
        Assert.NotEqual(first.TaskPath, fresh.TaskPath);
        Assert.NotEqual(first.TaskPath, nextDay.TaskPath);
    }

    [Fact]
    public async Task Ask_SameKeyAnotherBody_Is409()
    {
        await scene.Api.AskAsync(scene.Token, Scene.AskBody(), ("Idempotency-Key", "k1"));

        var answer = await scene.Api.AskAsync(scene.Token, Scene.AskBody("u124"), ("Idempotency-Key", "k1"));

        Assert.Equal(409, answer.Status);
        Assert.Equal(Profile + "duplicate_request", answer.Problem);
    }

    [Fact]
    public async Task Ask_EightTimesAtOnceWithOneKey_MakesOneRequest()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => scene.Api.AskAsync(scene.Token, Scene.AskBody(), ("Idempotency-Key", "k1"))));

        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        Assert.Single(answers.Select(answer => answer.TaskPath).Distinct());
        Assert.Single(await scene.Api.RecordedAsync("request.asked"));
    }

    [Fact]
    public async Task Ask_TooOften_Is429WithWhenToComeBack()
    {
        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 75 && answers.All(answer => answer.Status != 429); i++)
            answers.Add(await scene.Api.AskAsync(scene.Token, "{}"));

        var limited = answers[^1];
        Assert.Equal(429, limited.Status);
        Assert.NotNull(limited.Header("Retry-After"));
        Assert.StartsWith("\"requests\";r=0", limited.Header("RateLimit"), StringComparison.Ordinal);
        Assert.Equal(200, (await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Status);
    }

    private static object Denial(ApiAnswer denied) => new
    {
        evaluation_id = denied.Context.GetProperty("evaluation_id").GetString(),
        expires_at = denied.Context.GetProperty("access_request").GetProperty("expires_at").GetString(),
    };
}
