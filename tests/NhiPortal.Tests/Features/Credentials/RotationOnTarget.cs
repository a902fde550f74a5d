using NhiPortal.Connectors.Tests;
using NhiPortal.Domain.Credentials;
using NhiPortal.Features.Rotations;
using NhiPortal.Tests.Features.Executions;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>A credential renewed on a real target through the portal, and both secrets tried there with a client of its own.</summary>
public abstract class RotationOnTarget<TTarget>(TTarget target) : IClassFixture<TTarget> where TTarget : class, IRotatingTarget
{
    protected TTarget Target => target;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotated_ThroughTwoOutages_TheNewOneEntersAndTheOldOneIsRefused()
    {
        using var cable = new Cable(target.Acting);
        await using var scene = await ThroughScene.SetAsync(target.Acting, cable.Settings with { TimeoutSeconds = 5 });
        var old = await scene.ArrangeAsync("svc-turns", target.Group);
        Assert.True(await target.EnterAsync("svc-turns", old));
        var rehearsal = await scene.RehearseAsync("svc-turns");
        Assert.Equal((null, null, "svc-turns-b"), (rehearsal.Fault, rehearsal.WhyAlone, rehearsal.Partner));
        var rotation = await scene.StartAsync(new("svc-turns", true, 24));

        cable.Pull();
        await scene.RotateAsync();
        var away = await scene.ReadAsync(rotation);
        Assert.Equal((RotationStep.Planned, false), (away.Reached, Assert.Single(away.Attempts).Succeeded));
        cable.Plug();
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.RotateAsync();
        var overlap = await scene.ReadAsync(rotation);
        Assert.True(overlap.Reached == RotationStep.NewVerified, overlap.Trouble);
        var (account, secret, version) = scene.InVault();
        Assert.Equal(("svc-turns-b", overlap.VaultVersion), (account, version));
        Assert.Equal((true, true), (await target.EnterAsync("svc-turns", old), await target.EnterAsync("svc-turns-b", secret)));
        Assert.Equal(new(true, true, true, false), await target.LookAsync("svc-turns-b"));

        await scene.RotateAsync();
        Assert.Equal(RotationStep.NewVerified, (await scene.ReadAsync(rotation)).Reached);
        scene.Portal.Time.Advance(TimeSpan.FromHours(24));
        cable.Pull();
        await scene.RotateAsync();
        cable.Plug();
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.RotateAsync();
        var done = await scene.ReadAsync(rotation);
        Assert.True(done.State == RotationState.Closed, done.Trouble);
        Assert.Equal((false, true), (await target.EnterAsync("svc-turns", old), await target.EnterAsync("svc-turns-b", secret)));
        Assert.False((await target.LookAsync("svc-turns")).Enabled);
        Assert.Equal("svc-turns-b", (await scene.CredentialAsync(done.SuccessorId!.Value)).Account);
        await scene.AssertNowhereAsync(secret, old);

        // And back: the first takes its turn again, and is given nothing that the second lost.
        var back = await scene.StartAsync(new("svc-turns-b", true, 0), done.SuccessorId);
        await scene.RotateAsync();
        var returned = await scene.ReadAsync(back);
        Assert.True(returned.State == RotationState.Closed, returned.Trouble);
        Assert.Equal(("svc-turns", true, false), (scene.InVault().Account, await target.EnterAsync("svc-turns", scene.InVault().Secret), await target.EnterAsync("svc-turns-b", secret)));
    }

    [Fact]
    public async Task GivenUp_WhileBothLive_TheSecondAccountIsSwitchedOffAndSeenSo()
    {
        using var cable = new Cable(target.Acting);
        await using var scene = await ThroughScene.SetAsync(target.Acting, cable.Settings with { TimeoutSeconds = 5 });
        var old = await scene.ArrangeAsync("svc-leave", target.Group);
        var rotation = await scene.StartAsync(new("svc-leave", true, 24));
        await scene.RotateAsync();
        Assert.True(await target.EnterAsync("svc-leave-b", scene.InVault().Secret));
        cable.Pull();
        var given = await scene.Portal.Get<GiveUpRotation>().RunAsync(As(scene.Org.Ian), rotation, "The vendor is away", Stop);
        Assert.True(given.Succeeded, given.Refusal?.Sentence);
        await scene.RotateAsync();
        Assert.Equal((RotationState.Withdrawing, true), ((await scene.ReadAsync(rotation)).State, (await target.LookAsync("svc-leave-b")).Enabled));
        Assert.Equal("rotating", (await scene.Portal.Get<RotateThroughTarget>().RunAsync(As(scene.Org.Ian), scene.Id, new("svc-leave", true, 24), Stop)).Refusal?.Code);
        cable.Plug();
        scene.Portal.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.RotateAsync();
        var done = await scene.ReadAsync(rotation);
        Assert.True(done.State == RotationState.GivenUp, done.Trouble);
        Assert.Equal((true, false), (await target.EnterAsync("svc-leave", old), await target.EnterAsync("svc-leave-b", scene.InVault().Secret)));
        Assert.False((await target.LookAsync("svc-leave-b")).Enabled);
    }

    [Fact]
    public async Task Rotated_WithoutOverlap_TheOldOneIsRefusedAtOnce()
    {
        await using var scene = await ThroughScene.SetAsync(target.Acting, target.Acting);
        var old = await scene.ArrangeAsync("svc-alone", target.Group);
        var rotation = await scene.StartAsync(new("svc-alone", false, 1));
        await scene.RotateAsync();
        var made = await scene.ReadAsync(rotation);
        Assert.True(made.Reached == RotationStep.NewVerified, made.Trouble);
        Assert.Equal((false, true), (await target.EnterAsync("svc-alone", old), await target.EnterAsync("svc-alone", scene.InVault().Secret)));
        Assert.Equal("no_way_back", (await scene.Portal.Get<GiveUpRotation>().RunAsync(As(scene.Org.Ian), rotation, "not wanted now", Stop)).Refusal?.Code);
        // Its owner says sooner that everything has it.
        var told = await scene.Portal.Get<ProveStep>().RunAsync(As(scene.Org.Ian), rotation, new(RotationStep.Switched, true, "All jobs were started anew."), Stop);
        Assert.True(told.Succeeded, told.Refusal?.Sentence);
        await scene.RotateAsync();
        Assert.Equal(RotationState.Closed, (await scene.ReadAsync(rotation)).State);
        await scene.AssertNowhereAsync(scene.InVault().Secret, old);
    }
}
