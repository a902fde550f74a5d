using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>Whoever asked, and whoever was asked, hears in the portal how a request ended; who ended it does not need to.</summary>
public sealed class RequestNewsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approved_TellsWhoAskedAndWhoDecidedBefore_NotWhoDecidedLast()
    {
        await using var scene = await ReminderScene.SetAsync();
        var request = await AskForAsync(scene);
        await scene.RaiseAsync();
        await scene.Org.ApproveAsync(scene.Org.Sam, request);
        Assert.Empty(await NewsAsync(scene));
        await scene.Org.ApproveAsync(scene.Org.Ian, request);
        var news = await NewsAsync(scene);
        Assert.Equal(
            [(scene.Org.Bea.Id, ReminderKind.RequestAnswered), (scene.Org.Sam.Id, ReminderKind.DecidedElsewhere)],
            news.Select(n => (n.PersonId, n.Kind)).OrderBy(pair => pair.Kind));
        Assert.All(news, n => Assert.Equal(("Add u123 to Domain Admins on corp-directory", "Ian approved group.add_member on corp-directory for hr-sync.", $"/requests/{request}"), (n.Title, n.Detail, n.Link)));
    }

    [Fact]
    public async Task Denied_TellsTheOtherApprover_WithoutTheReason_AndTakesWhatWaitedBack()
    {
        await using var scene = await ReminderScene.SetAsync();
        var request = await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await scene.Portal.Get<DecideRequest>().RunAsync(As(scene.Org.Sam), request, new OwnerAnswer(Verdict.Deny, null, "Not in this quarter"), Stop);
        var news = Assert.Single(await NewsAsync(scene));
        Assert.Equal((scene.Org.Ian.Id, ReminderKind.DecidedElsewhere), (news.PersonId, news.Kind));
        Assert.DoesNotContain("quarter", news.Title + news.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(await scene.NoticesAsync(scene.Org.Ian), n => n.Kind == ReminderKind.ApprovalWaiting && n.SettledAt is null);
    }

    [Fact]
    public async Task Expired_TellsEverybody()
    {
        await using var scene = await ReminderScene.SetAsync();
        await AskForAsync(scene);
        await scene.RaiseAsync();
        scene.Portal.Time.Advance(TimeSpan.FromDays(9));
        await scene.Portal.Get<ExpireRequests>().RunAsync(Stop);
        Assert.Equal(
            new[] { scene.Org.Bea.Id, scene.Org.Sam.Id, scene.Org.Ian.Id }.ToHashSet(),
            (await NewsAsync(scene)).Select(n => n.PersonId).ToHashSet());
    }

    [Fact]
    public async Task Starter_OfTheSameTenant_IsTold_AnothersIsNot()
    {
        await using var scene = await ReminderScene.SetAsync();
        var (own, others) = (await StartedByAsync(scene, "u1", scene.Org.Nora.Mail), await StartedByAsync(scene, "u2", scene.Org.Stranger.Mail));
        foreach (var request in new[] { own, others })
            await scene.Portal.Get<CancelRequest>().RunAsync(scene.Org.Caller, request, "no longer needed", Stop);
        var news = Assert.Single(await NewsAsync(scene));
        Assert.Equal((scene.Org.Nora.Id, ReminderKind.RequestAnswered, "/reminders"), (news.PersonId, news.Kind, news.Link));
    }

    [Fact]
    public async Task News_LeavesWhenSeen_OrAfterAWhile_AndIsNeverMailed()
    {
        await using var scene = await ReminderScene.SetAsync();
        var (one, two) = (await AskForAsync(scene), await AskForAsync(scene, "u2"));
        foreach (var request in new[] { one, two })
            await scene.Portal.Get<DecideRequest>().RunAsync(As(scene.Org.Sam), request, new OwnerAnswer(Verdict.Deny, null, "Not in this quarter"), Stop);
        await scene.NextMorningAsync();
        Assert.DoesNotContain(await scene.LettersAsync(), letter => letter.PersonId == scene.Org.Bea.Id);
        var mine = (await NewsAsync(scene)).Where(n => n.PersonId == scene.Org.Bea.Id).ToList();
        Assert.Equal(2, mine.Count);
        Assert.Equal(1, (await scene.Portal.Get<SeeNotices>().RunAsync(As(scene.Org.Bea), mine[0].Id, Stop)).Value);
        Assert.Equal(1, (await scene.Portal.Get<NoticeListQuery>().RunAsync(As(scene.Org.Bea), 0, 10, Stop)).Total);
        scene.Portal.Time.Advance(RequestNews.Kept);
        await scene.RaiseAsync();
        Assert.Equal(0, (await scene.Portal.Get<NoticeListQuery>().RunAsync(As(scene.Org.Bea), 0, 10, Stop)).Total);
    }

    [Fact]
    public async Task News_NotWanted_IsNotRaised_AndCannotBeMailed()
    {
        await using var scene = await ReminderScene.SetAsync();
        var wishes = new ReminderWishes("UTC", 7, null, null, [new(ReminderKind.RequestAnswered, Reach.Nowhere)]);
        Assert.True((await scene.ChooseAsync(scene.Org.Bea, wishes)).Succeeded);
        Assert.Equal("never_mailed", (await scene.ChooseAsync(scene.Org.Bea, wishes with { Kinds = [new(ReminderKind.DecidedElsewhere, Reach.Mail)] })).Refusal?.Code);
        var request = await AskForAsync(scene);
        await scene.Portal.Get<DecideRequest>().RunAsync(As(scene.Org.Sam), request, new OwnerAnswer(Verdict.Deny, null, "Not in this quarter"), Stop);
        Assert.Empty(await NewsAsync(scene));
    }

    private static async Task<IReadOnlyList<Notice>> NewsAsync(ReminderScene scene) => [.. (await scene.NoticesAsync()).Where(n => n.Kind.IsNews() && n.SettledAt is null)];

    /// <summary>Bea, who owns hr-sync, asks for it.</summary>
    private static async Task<RequestId> AskForAsync(ReminderScene scene, string member = "u123") => (await scene.Portal.Get<AskForAccess>().RunAsync(
        As(scene.Org.Bea), new Ask(scene.Org.Workload.Id, AddMember(member)) { Justification = "Ticket 4711 asks for it" }, Stop)).Value.Id;

    private static async Task<RequestId> StartedByAsync(ReminderScene scene, string member, string mail) => (await scene.Portal.Get<AskForAccess>().RunAsync(
        scene.Org.Caller, new Ask(scene.Org.Workload.Id, AddMember(member)) { Justification = "Ticket 4711 asks for it", StartedBy = mail }, Stop)).Value.Id;
}
