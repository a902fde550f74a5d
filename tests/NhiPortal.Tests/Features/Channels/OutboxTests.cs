using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Channels;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Integrations;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Channels;

/// <summary>What happens is written down for whoever hears of it, in the transaction in which it happens.</summary>
public sealed class OutboxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Story_OfARequest_IsToldStepByStep()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft());
        var request = await scene.Org.AskAsync();
        await scene.Org.ApproveAsync(scene.Org.Sam, request);
        await scene.Org.ApproveAsync(scene.Org.Ian, request);
        await using (var db = scene.Portal.Db())
            await scene.Portal.Get<RevokeGrant>().RunAsync(As(scene.Org.Bea), await db.Grants.Select(g => g.Id).SingleAsync(Stop), "not needed any more", Stop);
        var denied = await scene.Org.AskAsync(AddMember("u5"));
        await scene.Portal.Get<DecideRequest>().RunAsync(As(scene.Org.Sam), denied, new OwnerAnswer(Verdict.Deny, null, "Not in this quarter"), Stop);
        await scene.Org.AskAsync(AddMember("u6"));
        scene.Portal.Time.Advance(TimeSpan.FromDays(9));
        await scene.Portal.Get<ExpireRequests>().RunAsync(Stop);
        var cancelled = await scene.Org.AskAsync(AddMember("u7"));
        await scene.Portal.Get<CancelRequest>().RunAsync(scene.Org.Caller, cancelled, "no longer needed", Stop);
        await scene.Portal.Get<SuspendIntegration>().RunAsync(As(scene.Org.Bea), scene.Org.Sync.Id, "looks odd today", Stop);
        Assert.Equal(
            ["grant.revoked", "integration.suspended", "request.approved", "request.asked", "request.asked", "request.asked", "request.asked", "request.cancelled", "request.denied", "request.expired", "request.stage_approved"],
            (await scene.DeliveriesAsync()).Select(delivery => delivery.Kind).Order(StringComparer.Ordinal));
        while (await scene.SendAsync() > 0)
        {
        }

        // Nobody's reason leaves the portal.
        Assert.All(scene.Receiver.Got, got => Assert.DoesNotContain("Not in this quarter", System.Text.Encoding.UTF8.GetString(got.Body), StringComparison.Ordinal));
        Assert.Equal(11, scene.Receiver.Got.Select(got => got.Id).Distinct().Count());
    }

    [Fact]
    public async Task Refused_TellsNobody()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft());
        var request = await scene.Org.AskAsync();
        Assert.NotNull((await scene.Org.ApproveAsync(scene.Org.Bea, request)).Refusal);
        Assert.Equal("request.asked", Assert.Single(await scene.DeliveriesAsync()).Kind);
    }

    [Fact]
    public async Task TransactionThatFails_LeavesNoDelivery()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft());
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => scene.Portal.Get<UnitOfWork>().RunAsync<Done>(Actor.Rule("test"), "test.run", run =>
        {
            run.Record(new AuditNote("request.asked", "Asked."));
            run.Db.Add(Domain.Integrations.WorkloadIdentity.Create(new IntegrationId(Guid.NewGuid()), "urn:nowhere", "nobody", run.Now));
            return Task.FromResult<Result<Done>>(default(Done));
        }, Stop));
        Assert.Empty(await scene.DeliveriesAsync());
    }

    [Fact]
    public async Task Callback_HearsOfItsOwnIntegrationOnly()
    {
        await using var scene = await ChannelScene.SetAsync();
        var robot = Domain.Integrations.Integration.Register(scene.Org.Home.Id, "robot", "Robot", "Does other things.", Domain.Integrations.IntegrationKind.ScriptedAutomation, Domain.Targets.DeploymentEnvironment.Production, scene.Portal.Now);
        await scene.Portal.ArrangeAsync(db => db.Add(robot));
        var own = await scene.AddAsync(scene.Draft("request.asked") with { Integration = "hr-sync" });
        await scene.AddAsync(scene.Draft("request.asked") with { Name = "Robot's", Integration = "robot" });
        await scene.Org.AskAsync();
        Assert.Equal(own.Id, Assert.Single(await scene.DeliveriesAsync()).EndpointId);
    }

    [Fact]
    public async Task Tenant_AnotherOnes_IsNotTold()
    {
        await using var scene = await ChannelScene.SetAsync();
        await scene.AddAsync(scene.Draft("request.asked") with { Tenant = "other" });
        await scene.Org.AskAsync();
        Assert.Empty(await scene.DeliveriesAsync());
    }

    [Fact]
    public async Task TurnedOff_IsToldOfNothing_AndWhatWaitsIsNotSent()
    {
        await using var scene = await ChannelScene.SetAsync();
        var made = await scene.AddAsync(scene.Draft("request.asked"));
        await scene.Org.AskAsync();
        Assert.True((await scene.Portal.Get<TurnChannel>().RunAsync(scene.Administrator, made.Id, false, "the receiver is gone", Stop)).Succeeded);
        await scene.Org.AskAsync(AddMember("u2"));
        await scene.SendAsync();
        Assert.Empty(scene.Receiver.Got);
        Assert.Equal(Domain.Channels.DeliveryState.Dropped, Assert.Single(await scene.DeliveriesAsync()).State);
        Assert.Equal("channel_off", (await scene.Portal.Get<SendTestEvent>().RunAsync(scene.Administrator, made.Id, Stop)).Refusal?.Code);
    }
}
