using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Access;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Stops;

/// <summary>What the kill switch does to callers: on every instance, at once, whatever they hold in their hands.</summary>
public sealed class StopDecisionTests : IAsyncLifetime
{
    private Scene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor SecurityOperations => As(scene.Org.Staff, Role.SecurityOperations);

    public async ValueTask InitializeAsync() => scene = await Scene.StartAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Theory]
    [InlineData(StopScope.Integration)]
    [InlineData(StopScope.Vendor)]
    [InlineData(StopScope.Target)]
    [InlineData(StopScope.Tenant)]
    public async Task Stopped_EveryInstanceDeniesAtOnce_AndLiftedItMayAskAgain(StopScope scope)
    {
        var vendor = await scene.Portal.VendorAsync(scene.Org);
        await scene.ApprovedAsync();
        var waiting = await scene.Org.AskAsync(AddMember("u200"));
        await using var second = await ApiPortal.StartAsync(scene.Portal);
        Assert.True((await scene.Api.EvaluateAsync(scene.Token, Scene.Body())).Decision);
        Assert.True((await second.EvaluateAsync(scene.Token, Scene.Body())).Decision);

        var stopped = await scene.Portal.StopAsync(SecurityOperations, scope, scene.Org.Thing(scope, vendor));

        // Nothing was swept yet, and nobody told the other instance: the row alone denies, for tokens issued long before, too.
        var reason = $"stopped:{scope.ToString().ToLowerInvariant()}";
        foreach (var api in new[] { scene.Api, second })
            Assert.Equal((false, reason), ((await api.EvaluateAsync(scene.Token, Scene.Body())) is var answer && answer.Decision, answer.Reason));
        var asked = await second.AskAsync(scene.Token, Scene.AskBody("u300"));
        Assert.Equal((400, reason), (asked.Status, asked.Json.GetProperty("reason").GetString()));
        Assert.Equal(reason, (await scene.Org.ApproveAsync(scene.Org.Sam, waiting)).Refusal!.Code);

        await scene.Portal.SweepAsync();
        Assert.Equal(RequestStatus.Cancelled, (await scene.Org.ReadAsync(waiting)).Status);
        var page = (await scene.Portal.LookAsync(SecurityOperations, stopped.Value))!;
        Assert.Equal((1, 1), (page.Lines.Count(l => l.Kind == StopLineKind.Request), page.Lines.Count(l => l is { Kind: StopLineKind.Grant, State: StopLineState.Confirmed })));

        await scene.Portal.LiftAsync(scene.Org, stopped.Value);
        Assert.Equal("grant_revoked", (await second.EvaluateAsync(scene.Token, Scene.Body())).Reason);
        Assert.Equal(202, (await second.AskAsync(scene.Token, Scene.AskBody("u300"))).Status);
    }

    [Fact]
    public async Task OtherTargets_WhenOneIsStopped_GoOn()
    {
        await scene.Portal.StopAsync(SecurityOperations, StopScope.Target, scene.Org.Directory.Id.Value);
        Assert.Equal("approval_required", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body(group: "readers", target: "orders-db"))).Reason);
    }

    [Fact]
    public async Task NewIdentityUnderAStoppedVendor_IsDenied()
    {
        var vendor = await scene.Portal.VendorAsync(scene.Org);
        await scene.Portal.StopAsync(SecurityOperations, StopScope.Vendor, vendor.Value);
        await scene.Portal.ArrangeAsync(db =>
        {
            var fresh = Integration.Register(scene.Org.Home.Id, "acme-new", "Acme new", "Made after the stop.", IntegrationKind.VendorOperated, DeploymentEnvironment.Production, scene.Portal.Now, vendor);
            fresh.Activate();
            db.AddRange(fresh, WorkloadIdentity.Create(fresh.Id, "urn:test", "acme-new", scene.Portal.Now), PrivilegePath.Create(fresh.Id, scene.Org.Directory.Id, "group.add_member", "*", scene.Portal.Now));
        });
        Assert.Equal("stopped:vendor", (await scene.Api.EvaluateAsync(scene.Issuer.Token("acme-new"), Scene.Body(subject: "acme-new"))).Reason);
    }

    [Fact]
    public async Task ApprovalAtTheSameInstant_NeverLeavesALiveGrant()
    {
        await using var second = scene.Portal.Second();
        for (var round = 0; round < 5; round++)
        {
            var request = await scene.Org.AskAsync(AddMember($"u{round}"));
            await scene.Org.ApproveAsync(scene.Org.Sam, request);
            var approving = second.Get<DecideRequest>().RunAsync(As(scene.Org.Ian), request, new OwnerAnswer(Verdict.Approve, 30, null, "corp-directory"), Stop);
            var stopping = scene.Portal.StopAsync(SecurityOperations, StopScope.Integration, scene.Org.Sync.Id.Value);
            await Task.WhenAll(approving, stopping);
            Assert.Equal("stopped:integration", (await scene.Api.EvaluateAsync(scene.Token, Scene.Body($"u{round}"))).Reason);
            await scene.Portal.SweepAsync();
            await using var db = scene.Portal.Db();
            Assert.False(await db.Grants.AnyAsync(g => g.Status == GrantStatus.Active, Stop));
            Assert.False(await db.Requests.AnyAsync(r => r.Status == RequestStatus.Pending, Stop));
            await scene.Portal.LiftAsync(scene.Org, (await stopping).Value);
        }
    }
}
