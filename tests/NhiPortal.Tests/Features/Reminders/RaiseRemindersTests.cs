using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>What cannot wait is told at once, to whom it waits for, once; and it leaves when it is done.</summary>
public sealed class RaiseRemindersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asked_TellsWhomItWaitsFor_Once()
    {
        await using var scene = await ReminderScene.SetAsync();
        var request = await scene.Org.AskAsync();
        Assert.Equal(2, await scene.RaiseAsync());
        Assert.Equal(0, await scene.RaiseAsync());
        var notices = await scene.NoticesAsync();
        Assert.Equal(new[] { scene.Org.Ian.Id, scene.Org.Sam.Id }.ToHashSet(), notices.Select(n => n.PersonId).ToHashSet());
        Assert.All(notices, n => Assert.Equal((ReminderKind.ApprovalWaiting, $"/inbox/{request}", "Add u123 to Domain Admins on corp-directory", "HR sync asks, for 1 h"), (n.Kind, n.Link, n.Title, n.Detail)));
        Assert.Equal(2, (await scene.LettersAsync()).Count(letter => letter.Kind == LetterKind.AtOnce && letter.DueAt <= scene.Portal.Now));
    }

    [Fact]
    public async Task Asked_NeverTellsWhoMayNotDecide()
    {
        await using var scene = await ReminderScene.SetAsync();
        // A beneficiary may not approve what they would get.
        await scene.Org.AskAsync(AddMember("Sam"));
        await scene.RaiseAsync();
        Assert.Equal(scene.Org.Ian.Id, Assert.Single(await scene.NoticesAsync()).PersonId);
    }

    [Fact]
    public async Task Asked_TellsNoReason()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        Assert.All(await scene.NoticesAsync(), n => Assert.DoesNotContain("4711", n.Title + n.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Decided_LeavesForWhoDecided_ThenForAll()
    {
        await using var scene = await ReminderScene.SetAsync();
        var request = await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.Org.ApproveAsync(scene.Org.Sam, request);
        await scene.RaiseAsync();
        Assert.Equal(scene.Org.Ian.Id, Assert.Single(await scene.NoticesAsync(), n => n.SettledAt is null).PersonId);
        await scene.Org.ApproveAsync(scene.Org.Ian, request);
        await scene.RaiseAsync();
        Assert.DoesNotContain(await scene.NoticesAsync(), n => n.SettledAt is null && !n.Kind.IsNews());
    }

    [Fact]
    public async Task Expired_Leaves()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(10));
        await scene.RaiseAsync();
        Assert.DoesNotContain(await scene.NoticesAsync(), n => n.SettledAt is null);
    }

    [Fact]
    public async Task Nominated_TellsTheNominee_UntilTheyAnswer()
    {
        await using var scene = await ReminderScene.SetAsync();
        var nomination = await NominateAsync(scene);
        await scene.RaiseAsync();
        var notice = Assert.Single(await scene.NoticesAsync());
        Assert.Equal((scene.Org.Sam.Id, ReminderKind.NominationWaiting, "System owner of Orders", "/owners/mine"), (notice.PersonId, notice.Kind, notice.Title, notice.Link));
        await scene.Portal.Get<AcceptOwnership>().RunAsync(As(scene.Org.Sam), nomination, Stop);
        await scene.RaiseAsync();
        Assert.DoesNotContain(await scene.NoticesAsync(), n => n.SettledAt is null);
    }

    [Fact]
    public async Task NominatedAndAsked_InARow_ComeAsOneLetter()
    {
        await using var scene = await ReminderScene.SetAsync();
        await NominateAsync(scene);
        await scene.RaiseAsync();
        Assert.True(Assert.Single(await scene.LettersAsync()).DueAt > scene.Portal.Now);
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        var sams = Assert.Single(await scene.LettersAsync(), letter => letter.PersonId == scene.Org.Sam.Id);
        Assert.True(sams.DueAt <= scene.Portal.Now);
        Assert.Equal(2, (await scene.NoticesAsync(scene.Org.Sam)).Count(n => n.LetterId == sams.Id));
    }

    [Fact]
    public async Task ManyInstances_AtOnce_TellEachOnce()
    {
        await using var scene = await ReminderScene.SetAsync();
        for (var i = 0; i < 5; i++)
            await scene.Org.AskAsync(AddMember($"u{i}"));
        await NominateAsync(scene);
        var instances = Enumerable.Range(0, 4).Select(_ => scene.Portal.Second()).ToList();
        await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.Get<RaiseReminders>().RunAsync(false, Stop), Stop)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        var notices = await scene.NoticesAsync();
        Assert.Equal(11, notices.Count);
        Assert.All(notices, n => Assert.NotNull(n.LetterId));
    }

    [Fact]
    public async Task WithoutAMailServer_TellsInThePortalOnly()
    {
        await using var scene = await ReminderScene.SetAsync(set: _ => new());
        await scene.Org.AskAsync();
        Assert.Equal(2, await scene.RaiseAsync());
        Assert.Empty(await scene.LettersAsync());
        Assert.Equal(1, await scene.Portal.Get<NoticeCountQuery>().RunAsync(As(scene.Org.Sam), Stop));
    }

    [Fact]
    public async Task Seen_IsNotNewAnyMore_AndNobodySeesForAnother()
    {
        await using var scene = await ReminderScene.SetAsync();
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        var ians = Assert.Single(await scene.NoticesAsync(scene.Org.Ian));
        Assert.Equal(0, (await scene.Portal.Get<SeeNotices>().RunAsync(As(scene.Org.Sam), ians.Id, Stop)).Value);
        Assert.Equal(1, (await scene.Portal.Get<SeeNotices>().RunAsync(As(scene.Org.Sam), null, Stop)).Value);
        Assert.Equal((0, 1), (await scene.Portal.Get<NoticeCountQuery>().RunAsync(As(scene.Org.Sam), Stop), await scene.Portal.Get<NoticeCountQuery>().RunAsync(As(scene.Org.Ian), Stop)));
        var page = await scene.Portal.Get<NoticeListQuery>().RunAsync(As(scene.Org.Sam), 0, 10, Stop);
        Assert.Equal((1, 0), (page.Total, page.Unseen));
    }

    private static async Task<OwnershipId> NominateAsync(ReminderScene scene) => (await scene.Portal.Get<NominateOwner>().RunAsync(
        As(scene.Org.Staff, Role.IamStaff), new OwnerCell(OwnerRole.SystemOwner, null, scene.Org.Database.Id), scene.Org.Sam.Id, null, Stop)).Value;
}
