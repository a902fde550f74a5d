using NhiPortal.Domain.Policy;
using NhiPortal.Features.Policy;

namespace NhiPortal.Tests.Features.Policy;

/// <summary>Who could answer a stage is told by the rule that decides, not by who holds a role.</summary>
public sealed class NearestWaysTests : IAsyncLifetime
{
    private PolicyScene scene = null!;

    public async ValueTask InitializeAsync() => scene = await PolicyScene.SetAsync();

    public ValueTask DisposeAsync() => scene.Portal.DisposeAsync();

    [Fact]
    public async Task Reach_OwnerWhoWroteThePolicy_HoldsTheRoleAndCannotAnswer()
    {
        var before = await StageAsync();
        Assert.Equal((1, 1, 1), (before.Fewest, before.Turn!.Fewest, before.Turn.Typical));

        await scene.Portal.ArrangeAsync(db => db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create(DefaultPolicy.Rules).Value, scene.Org.Sam.Id, scene.Portal.Now)));
        var after = await StageAsync();
        Assert.Equal((1, false, 0, "hr-sync on corp-directory"), (after.Fewest, after.IsTooFew, after.Turn!.Fewest, after.Turn.Where));

        // The look-back of the rule lies behind.
        scene.Portal.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, (await StageAsync()).Turn!.Fewest);
    }

    [Fact]
    public async Task Reach_OwnerOfAnotherTenantsDirectory_CannotAnswer()
    {
        await scene.Portal.ArrangeAsync(db => db.Entry(db.People.Single(p => p.Id == scene.Org.Sam.Id)).Property(p => p.TenantId).CurrentValue = scene.Org.Other.Id);
        Assert.Equal(0, (await StageAsync()).Turn!.Fewest);
    }

    private async Task<StageReach> StageAsync()
    {
        var check = await scene.Portal.Get<DraftCheckQuery>().RunAsync(scene.Staff, DefaultPolicy.Rules, TestContext.Current.CancellationToken);
        return check!.Reach.Single(reach => reach.Rule == "Internal agent").Stages[0];
    }
}
