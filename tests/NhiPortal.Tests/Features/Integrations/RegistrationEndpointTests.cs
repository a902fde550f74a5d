using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Trust;
using NhiPortal.Features.Owners;
using NhiPortal.Tests.Features.Access;

namespace NhiPortal.Tests.Features.Integrations;

/// <summary>A pipeline registers drafts and nothing more: whom the route takes, what it answers, what it can never do.</summary>
public sealed class RegistrationEndpointTests : IAsyncLifetime
{
    private Scene scene = null!;

    private string Token => scene.Issuer.Token("pipeline:ci");

    public async ValueTask InitializeAsync()
    {
        scene = await Scene.StartAsync();
        await scene.Portal.ArrangeAsync(db => db.Add(RegistrationClient.Create("ci", "CI", scene.Org.Home.Id, "urn:test", "pipeline:ci", scene.Portal.Now)));
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private static object Body(string key = "new-robot", string kind = "scripted_automation", string target = "corp-directory", string? business = "bea@home.example") => new
    {
        key,
        name = "New robot",
        purpose = "Does one thing every night.",
        kind,
        environment = "production",
        owners = new { business_owner = business, iam_owner = "ian@home.example" },
        paths = new[] { new { target, action = "group.add_member", pattern = "app-*" } },
        identities = new[] { new { issuer = "urn:test", subject = $"sub-{key}" } },
    };

    [Fact]
    public async Task Post_GoodDraft_IsRegisteredAndTellsWhatIsMissing()
    {
        var answer = await PostAsync(Token, Body());

        Assert.Equal(201, answer.Status);
        Assert.EndsWith("/api/integrations/new-robot", answer.Header("Location"), StringComparison.Ordinal);
        Assert.Equal("draft", answer.Json.GetProperty("status").GetString());
        Assert.Equal(2, answer.Json.GetProperty("missing").GetArrayLength());
        var read = await scene.Api.GetAsync("/api/integrations/new-robot", Token);
        Assert.Equal((200, answer.Text), (read.Status, read.Text));
        Assert.Equal(404, (await scene.Api.GetAsync("/api/integrations/nothing", Token)).Status);
        var recorded = Assert.Single(await scene.Api.RecordedAsync("integration.registered"));
        Assert.Equal((ActorKind.Pipeline, "ci"), (recorded.Actor.Kind, recorded.Actor.Name));
    }

    [Fact]
    public async Task Post_SameKeyAgain_AnswersTheSameAndAnotherBodyIsRefused()
    {
        var first = await PostAsync(Token, Body(), ("Idempotency-Key", "run-1"));
        var again = await PostAsync(Token, Body(), ("Idempotency-Key", "run-1"));
        Assert.Equal((201, 201, first.Text), (first.Status, again.Status, again.Text));

        var other = await PostAsync(Token, Body("other-robot"), ("Idempotency-Key", "run-1"));
        Assert.Equal((409, "urn:nhiportal:error:duplicate_request"), (other.Status, other.Problem));
        var taken = await PostAsync(Token, JsonSerializer.Serialize(Body()).Replace("sub-new-robot", "sub-else", StringComparison.Ordinal));
        Assert.Equal((409, "urn:nhiportal:error:key_exists"), (taken.Status, taken.Problem));
    }

    [Fact]
    public async Task Post_ManyFaults_ListsEachByFieldAndRecordsTheRefusal()
    {
        var answer = await PostAsync(Token, Body("X", "robot", "nowhere", "nobody@home.example"));

        Assert.Equal((422, "urn:nhiportal:error:invalid_registration", "application/problem+json"), (answer.Status, answer.Problem, answer.ContentType));
        Assert.Equal(["business_owner", "key", "kind", "paths"], answer.Json.GetProperty("errors").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Single(await scene.Api.RecordedAsync("integration.register.refused"));
        await using var db = scene.Portal.Db();
        Assert.Equal(1, await db.Integrations.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("{}", 422)]
    [InlineData("{\"key\":1}", 400)]
    [InlineData("{\"owner\":\"x\"}", 400)]
    [InlineData("{\"paths\":{}}", 400)]
    [InlineData("{\"key\":\"a\",\"key\":\"b\"}", 400)]
    [InlineData("[]", 400)]
    [InlineData("not json", 400)]
    public async Task Post_WrongBody_SaysSo(string body, int status) => Assert.Equal(status, (await PostAsync(Token, body)).Status);

    [Fact]
    public async Task Post_TooLarge_Is413() => Assert.Equal(413, (await PostAsync(Token, $"{{\"name\":\"{new string('x', 70_000)}\"}}")).Status);

    [Fact]
    public async Task Route_TakesPipelinesAlone()
    {
        Assert.Equal(401, (await PostAsync(null, Body())).Status);
        Assert.Equal(403, (await PostAsync(scene.Token, Body())).Status);
        Assert.Equal(403, (await PostAsync(scene.GatewayToken, Body())).Status);
        Assert.Equal(403, (await PostAsync(scene.Issuer.Token("pipeline:other"), Body())).Status);
        Assert.Equal(405, (await scene.Api.SendAsync(HttpMethod.Put, "/api/integrations", Token)).Status);
        Assert.Equal(404, (await scene.Api.GetAsync("/api/else", Token)).Status);
    }

    [Fact]
    public async Task Pipeline_NeitherEvaluatesNorAsksNorAccepts()
    {
        Assert.Equal(403, (await scene.Api.EvaluateAsync(Token, Scene.Body())).Status);
        Assert.Equal(403, (await scene.Api.AskAsync(Token, Scene.AskBody())).Status);
        await PostAsync(Token, Body());
        await using var db = scene.Portal.Db();
        var asked = await db.Ownerships.FirstAsync(o => o.AcceptedAt == null, TestContext.Current.CancellationToken);
        var client = await db.RegistrationClients.SingleAsync(TestContext.Current.CancellationToken);
        var actor = new Actor { Kind = ActorKind.Pipeline, Id = client.Id, Name = "ci", Tenants = new HashSet<TenantId> { scene.Org.Home.Id } };
        Assert.False((await scene.Portal.Get<AcceptOwnership>().RunAsync(actor, asked.Id, TestContext.Current.CancellationToken)).Succeeded);
        Assert.Equal(IntegrationStatus.Draft, (await db.Integrations.SingleAsync(i => i.Key == "new-robot", TestContext.Current.CancellationToken)).Status);
    }

    private Task<ApiAnswer> PostAsync(string? token, object body, params (string, string)[] headers) => scene.Api.SendAsync(HttpMethod.Post, "/api/integrations", token, body, headers: headers);
}
