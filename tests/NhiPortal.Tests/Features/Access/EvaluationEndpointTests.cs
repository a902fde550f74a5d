using System.Text.Json;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Integrations;

namespace NhiPortal.Tests.Features.Access;

public sealed class EvaluationEndpointTests : IAsyncLifetime
{
    private Scene scene = null!;

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Evaluate_WithoutGrant_DeniesAndSaysHowToAsk()
    {
        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        Assert.Equal(200, answer.Status);
        Assert.False(answer.Decision);
        Assert.Equal("approval_required", answer.Reason);
        Assert.Equal("request", answer.Context.GetProperty("next_action").GetString());
        var how = answer.Context.GetProperty("access_request");
        Assert.Equal(new Uri(scene.Api.Http.BaseAddress!, "/access/v1/requests").ToString(), how.GetProperty("endpoint").GetString());
        Assert.Equal(scene.Portal.Now.AddMinutes(15), how.GetProperty("expires_at").GetDateTimeOffset());
        var recorded = Assert.Single(await scene.Api.RecordedAsync("access.denied"));
        Assert.Equal("hr-sync", recorded.Integration!.Key);
        Assert.Equal("corp-directory", recorded.Target!.Key);
        Assert.Equal("hr-sync", recorded.Workload!.Subject);
        Assert.Equal("approval_required", recorded.Facts!["reason"]);
        Assert.Equal(3, recorded.Owners!.Count);
    }

    [Fact]
    public async Task Evaluate_WithGrant_AllowsExactlyThatAndRecordsWhoApproved()
    {
        var grant = await scene.ApprovedAsync();

        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        var changed = await scene.Api.EvaluateAsync(scene.Token, Scene.Body("u124"));

        Assert.True(answer.Decision);
        Assert.Equal(grant.Value, answer.Context.GetProperty("approval").GetProperty("id").GetGuid());
        Assert.Equal(scene.Portal.Now.AddMinutes(30), answer.Context.GetProperty("approval").GetProperty("approved_until").GetDateTimeOffset());
        Assert.False(changed.Decision);
        Assert.Equal("parameters_changed", changed.Reason);
        var recorded = Assert.Single(await scene.Api.RecordedAsync("access.allowed"));
        Assert.Equal(grant.Value, recorded.Grant);
        Assert.Equal(["Ian", "Sam"], recorded.Approvers!.Select(approver => approver.Name).Order());
    }

    [Fact]
    public async Task Evaluate_AfterTheEnd_DeniesThatTheGrantExpired()
    {
        await scene.ApprovedAsync(minutes: 15);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);

        scene.Portal.Time.Advance(TimeSpan.FromMinutes(15));
        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        Assert.False(answer.Decision);
        Assert.Equal("grant_expired", answer.Reason);
    }

    [Fact]
    public async Task Evaluate_AfterRevocationElsewhere_Denies()
    {
        var grant = await scene.ApprovedAsync();
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);

        var revoked = await scene.Portal.Get<RevokeGrant>().RunAsync(SmallOrganisation.As(scene.Org.Sam), grant, "Looks wrong to me", TestContext.Current.CancellationToken);
        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        Assert.True(revoked.Succeeded);
        Assert.False(answer.Decision);
        Assert.Equal("grant_revoked", answer.Reason);
    }

    [Fact]
    public async Task Evaluate_SuspendedIntegration_DeniesWithoutOfferingToAsk()
    {
        await scene.ApprovedAsync();
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        await scene.Portal.Get<SuspendIntegration>().RunAsync(SmallOrganisation.As(scene.Org.Staff, Role.SecurityOperations), scene.Org.Sync.Id, "Odd behaviour at night", TestContext.Current.CancellationToken);

        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());

        Assert.Equal("integration_suspended", answer.Reason);
        Assert.Equal("none", answer.Context.GetProperty("next_action").GetString());
        Assert.False(answer.Context.TryGetProperty("access_request", out _));
    }

    [Fact]
    public async Task Evaluate_SystemOwnerGone_ClosesThatTargetOnly()
    {
        await scene.Portal.ArrangeAsync(db => db.People.Single(p => p.Id == scene.Org.Sam.Id).SetStatus(Domain.People.PersonStatus.Left, scene.Portal.Now));

        var closed = await scene.Api.EvaluateAsync(scene.Token, Scene.Body());
        var open = await scene.Api.EvaluateAsync(scene.Token, Scene.Body(group: "readers", target: "orders-db"));

        Assert.Equal("ownership_gap:system_owner:corp-directory", closed.Reason);
        Assert.Equal("approval_required", open.Reason);
    }

    [Theory]
    [InlineData("somebody-else")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    [InlineData("ep:edge-gateway")]
    public async Task Evaluate_AnotherSubject_IsUnknownInTheSameWords(string subject)
    {
        await scene.Portal.ArrangeAsync(db => db.Add(Integration.Register(
            scene.Org.Home.Id, "somebody-else", "Else", "Exists.", IntegrationKind.InternalAgent, Domain.Targets.DeploymentEnvironment.Production, scene.Portal.Now)));

        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body(subject: subject));

        Assert.False(answer.Decision);
        Assert.Equal("unknown_subject", answer.Reason);
        Assert.Equal("There is no such workload for this caller.", answer.Context.GetProperty("sentence").GetString());
        var recorded = Assert.Single(await scene.Api.RecordedAsync("access.denied"));
        Assert.Equal(subject, recorded.Facts!["subject"]);
        Assert.Null(recorded.Integration);
    }

    [Theory]
    [InlineData("group.remove_member", "Domain Admins", "corp-directory")]
    [InlineData("group.add_member", "Domain Admins", "no-such-target")]
    [InlineData("group.add_member", "writers", "orders-db")]
    public async Task Evaluate_OutsideThePath_IsNotOnTheList(string action, string group, string target)
    {
        var answer = await scene.Api.EvaluateAsync(scene.Token, Scene.Body(group: group, target: target, action: action));

        Assert.Equal("not_on_approved_list", answer.Reason);
        Assert.False(answer.Context.TryGetProperty("access_request", out _));
        Assert.Single(await scene.Api.RecordedAsync("access.denied"));
    }

    [Fact]
    public async Task Evaluate_WithoutTarget_IsOnNoList() =>
        Assert.Equal("not_on_approved_list", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body(target: null))).Reason);

    [Fact]
    public async Task Evaluate_NamesTheWorkloadByIdOrSubject_IsTheSame()
    {
        await scene.ApprovedAsync();
        foreach (var name in new[] { "hr-sync", scene.Org.Workload.Id.Value.ToString(), scene.Org.Workload.Id.Value.ToString("n") })
            Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body(subject: name))).Decision);
    }

    [Fact]
    public async Task Evaluate_ByGateway_DecidesForItsTargetsOnly()
    {
        await scene.ApprovedAsync();

        var guarded = await scene.Api.EvaluateAsync(scene.GatewayToken, Scene.Body());
        var other = await scene.Api.EvaluateAsync(scene.GatewayToken, Scene.Body(group: "readers", target: "orders-db"));
        var unknown = await scene.Api.EvaluateAsync(scene.GatewayToken, Scene.Body(subject: "nobody"));

        Assert.True(guarded.Decision);
        Assert.Equal("not_on_approved_list", other.Reason);
        Assert.Equal("unknown_subject", unknown.Reason);
        Assert.Equal("edge-gateway", Assert.Single(await scene.Api.RecordedAsync("access.allowed")).Facts!["enforcement_point"]);
    }

    [Fact]
    public async Task Evaluate_ByGatewayWithAKeyOfSeveralIdentities_GetsAHint()
    {
        await scene.Portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(scene.Org.Sync.Id, "urn:other", "second", scene.Portal.Now)));

        // "hr-sync" is one identity's subject; its key stands for both.
        Assert.Equal("approval_required", (await scene.Api.EvaluateAsync(scene.GatewayToken, Scene.Body())).Reason);
        await scene.Portal.ArrangeAsync(db => db.Entry(db.Workloads.Single(w => w.Subject == "hr-sync")).Property(w => w.RetiredAt).CurrentValue = scene.Portal.Now);
        await scene.Portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(scene.Org.Sync.Id, "urn:other", "third", scene.Portal.Now)));
        var answer = await scene.Api.EvaluateAsync(scene.GatewayToken, Scene.Body());

        Assert.Equal("unknown_subject", answer.Reason);
        Assert.Contains("Several identities", answer.Context.GetProperty("sentence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_AgentShape_MeansTheAgent()
    {
        await scene.ApprovedAsync();
        var body = JsonSerializer.SerializeToNode(Scene.Body(context: new { agent = "hr-sync" }))!;
        body["subject"] = JsonSerializer.SerializeToNode(new { type = "identity", id = "bea@home.example" });

        Assert.True((await scene.Api.EvaluateAsync(scene.Token, body.ToJsonString())).Decision);
    }

    [Fact]
    public async Task Evaluate_WithApproval_AnswersAboutThatApproval()
    {
        var grant = await scene.ApprovedAsync();

        var own = await scene.Api.EvaluateAsync(scene.Token, Scene.Body(context: new { approval = new { id = grant.Value } }));
        var invented = await scene.Api.EvaluateAsync(scene.Token, Scene.Body(context: new { approval = new { id = "anything" } }));

        Assert.True(own.Decision);
        Assert.Equal("approval_unverifiable", invented.Reason);
    }
}
