using Bunit;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Administration;
using NhiPortal.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reminders;

/// <summary>The bell, the list and a person's own settings on screen.</summary>
public sealed class ReminderPagesTests
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bell_CountsWhatIsNew_AndFollows()
    {
        await using var scene = await ReminderScene.SetAsync();
        await using var place = await PortalPage.OpenAsync(scene.Portal, scene.Org.Sam);
        var bell = place.Show<NoticeBell>("/", "a.bell");
        Assert.Equal("Reminders", bell.Find("a.bell").GetAttribute("aria-label"));
        await scene.Org.AskAsync();
        await scene.RaiseAsync();
        bell.WaitForState(() => bell.Find("a.bell").GetAttribute("aria-label") == "Reminders: 1 is new", PortalPage.Patience);
    }

    [Fact]
    public async Task List_ShowsWhatWaits_AndMarksItSeen()
    {
        await using var scene = await ReminderScene.SetAsync();
        var request = await scene.Org.AskAsync();
        await scene.RaiseAsync();
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Sam);
        var page = place.Show<NhiPortal.Features.Reminders.Reminders>("/reminders", "a.work-item");
        Assert.Equal($"/inbox/{request}", page.Find("a.work-item").GetAttribute("href"));
        Assert.Contains("Add u123 to Domain Admins on corp-directory", PortalPage.Words(page.Find("a.work-item")), StringComparison.Ordinal);
        PortalPage.Button(page, "Mark all as seen").Click();
        page.WaitForState(() => page.FindAll(".notice-dot").Count == 0, PortalPage.Patience);
        Assert.Equal(0, await scene.Portal.Get<NoticeCountQuery>().RunAsync(As(scene.Org.Sam), Stop));
    }

    [Fact]
    public async Task Settings_Saved_CountFromThenOn()
    {
        await using var scene = await ReminderScene.SetAsync();
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Sam);
        var page = place.Show<ReminderSettings>("/reminders/settings", "#reminder-zone");
        page.Find("#reminder-zone").Change("Europe/Stockholm");
        page.Find("#reminder-hour").Change("8");
        page.Find("#quiet-from").Change("20");
        page.Find("#reach-GapOpen").Change("Nowhere");
        page.Find("form").Submit();
        page.WaitForState(() => page.FindAll("[role=alert]").Any(alert => alert.TextContent.Contains("Quiet hours need", StringComparison.Ordinal)), PortalPage.Patience);
        page.Find("#quiet-until").Change("7");
        page.Find("form").Submit();
        page.WaitForState(() => page.FindAll("[role=alert]").Count == 0, PortalPage.Patience);
        var saved = (await scene.Portal.Get<ReminderChoicesQuery>().RunAsync(As(scene.Org.Sam), Stop))!;
        Assert.Equal(("Europe/Stockholm", 8, 20, 7, true), (saved.Wishes.Zone, saved.Wishes.DigestHour, saved.Wishes.QuietFrom, saved.Wishes.QuietUntil, saved.Chosen));
        Assert.Equal(Reach.Nowhere, saved.Wishes.Kinds.Single(choice => choice.Kind == ReminderKind.GapOpen).Reach);
    }

    [Fact]
    public async Task Administration_SaysWhatMailDoes()
    {
        await using var scene = await ReminderScene.SetAsync();
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.Administrator);
        var panel = place.Show<MailPanel>("/administration", "dl");
        Assert.Contains("Not tried yet", panel.Markup, StringComparison.Ordinal);
        PortalPage.Button(panel, "Send me a test").Click();
        panel.WaitForState(() => panel.Markup.Contains("Sent to staff@home.example.", StringComparison.Ordinal), PortalPage.Patience);
        Assert.DoesNotContain(PostOffice.Password, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administration_WithoutAServer_SaysSo()
    {
        await using var scene = await ReminderScene.SetAsync(set: _ => new());
        await using var place = PortalPage.OpenStill(scene.Portal, scene.Org.Staff, Role.Administrator);
        var panel = place.Show<MailPanel>("/administration", ".badge");
        Assert.Contains("People are reminded in the portal only", panel.Markup, StringComparison.Ordinal);
    }
}
