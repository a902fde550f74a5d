using NhiPortal.Connectors.Tests;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Rotations;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>A client secret renewed where one account holds two, on a local server that speaks Microsoft Graph's protocol.</summary>
public sealed class TwinSecretTests(GraphTarget target) : IClassFixture<GraphTarget>
{
    [Fact]
    public async Task Rotated_OnAnAccountThatHoldsTwo_BothLiveUntilTheOldOneIsRefused()
    {
        var service = target.Store.Add("client-turns");
        service.Secrets.Add(("first", "by hand", "old-secret"));
        await using var scene = await ThroughScene.SetAsync(target.Acting, target.Acting);
        await scene.AdoptAsync("client-turns");
        var rehearsal = await scene.RehearseAsync("client-turns");
        Assert.Equal((null, null, "client-turns"), (rehearsal.Fault, rehearsal.WhyAlone, rehearsal.Partner));
        var rotation = await scene.StartAsync(new("client-turns", true, 24));

        await scene.RotateAsync();
        var overlap = await scene.ReadAsync(rotation);
        Assert.True(overlap.Reached == RotationStep.NewVerified, overlap.Trouble);
        var (account, secret, version) = scene.InVault();
        Assert.Equal(("client-turns", overlap.VaultVersion), (account, version));
        Assert.Equal((true, true), (target.Store.LetsIn(service, "old-secret"), target.Store.LetsIn(service, secret)));

        // The service lets removed secrets in for a while: the portal waits, and does not say dead before they are.
        scene.Portal.Time.Advance(TimeSpan.FromHours(24));
        target.Store.Lingers = 2;
        var killing = scene.RotateAsync();
        while (!killing.IsCompleted)
        {
            scene.Portal.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await killing;
        var done = await scene.ReadAsync(rotation);
        Assert.True(done.State == RotationState.Closed, done.Trouble);
        Assert.Equal(secret, Assert.Single(service.Secrets).Text);
        Assert.Equal("client-turns", (await scene.CredentialAsync(done.SuccessorId!.Value)).Account);
        await scene.AssertNowhereAsync(secret, "old-secret");
    }

    [Fact]
    public async Task Rotated_WhileTheServiceKeepsLettingTheOldOneIn_IsNotDone()
    {
        var service = target.Store.Add("client-lingers");
        service.Secrets.Add(("first", "by hand", "old-secret"));
        await using var scene = await ThroughScene.SetAsync(target.Acting, target.Acting);
        await scene.AdoptAsync("client-lingers");
        var rotation = await scene.StartAsync(new("client-lingers", true, 0));
        target.Store.Lingers = 1000;
        var killing = scene.RotateAsync();
        while (!killing.IsCompleted)
        {
            scene.Portal.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await killing;
        target.Store.Lingers = 0;
        var stuck = await scene.ReadAsync(rotation);
        Assert.Equal(RotationStep.Switched, stuck.Reached);
        Assert.Contains("still lets one in", stuck.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GivenUp_WhileBothLive_TheSecondSecretIsRemovedAndTheFirstStays()
    {
        var service = target.Store.Add("client-leaves");
        service.Secrets.Add(("first", "by hand", "old-secret"));
        await using var scene = await ThroughScene.SetAsync(target.Acting, target.Acting);
        await scene.AdoptAsync("client-leaves");
        var rotation = await scene.StartAsync(new("client-leaves", true, 24));
        await scene.RotateAsync();
        Assert.Equal(2, service.Secrets.Count);
        Assert.True((await scene.Portal.Get<GiveUpRotation>().RunAsync(SmallOrganisation.As(scene.Org.Ian), rotation, "The vendor is away", TestContext.Current.CancellationToken)).Succeeded);
        target.Store.Lies = true;
        await scene.RotateAsync();
        Assert.Contains("still shows it", (await scene.ReadAsync(rotation)).Trouble, StringComparison.Ordinal);
        target.Store.Lies = false;
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.RotateAsync();
        Assert.Equal((RotationState.GivenUp, "old-secret"), ((await scene.ReadAsync(rotation)).State, Assert.Single(service.Secrets).Text));
    }

    [Fact]
    public async Task Rehearsed_WithSeveralSecrets_SaysThatOneMustBeLeft()
    {
        var service = target.Store.Add("client-many");
        service.Secrets.AddRange([("first", "one", "old-secret-1"), ("second", "other", "old-secret-2")]);
        await using var scene = await ThroughScene.SetAsync(target.Acting, target.Acting);
        await scene.AdoptAsync("client-many");
        Assert.Contains("2 secrets", (await scene.RehearseAsync("client-many")).Fault, StringComparison.Ordinal);
        var rotation = await scene.StartAsync(new("client-many", true, 0));
        await scene.RotateAsync();
        Assert.Contains("2 secrets", (await scene.ReadAsync(rotation)).Trouble, StringComparison.Ordinal);
        Assert.Equal(2, service.Secrets.Count);
    }
}
