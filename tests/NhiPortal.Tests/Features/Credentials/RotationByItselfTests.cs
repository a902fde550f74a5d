using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors.Tests;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Stops;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Rotations;
using NhiPortal.Features.Stops;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>A rotation begins on its day where its schedule says so, once, and only where nothing speaks against it; on a local server that speaks Microsoft Graph's protocol.</summary>
public sealed class RotationByItselfTests(GraphTarget target) : IClassFixture<GraphTarget>
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Due_BegunByTheRule_OnceAmongTwoInstances_AndItsOwnerIsTold()
    {
        await using var scene = await SetAsync("client-itself");
        await using var second = scene.Portal.Second();
        var begun = await Task.WhenAll(scene.BeginDueAsync(), second.Get<StartDueRotations>().RunAsync(Stop), scene.BeginDueAsync());
        Assert.Equal(1, begun.Sum());
        var rotation = Assert.Single(await scene.RotationsAsync());
        Assert.Equal((RotationWay.Connector, (PersonId?)null, 48, "client-itself"), (rotation.Way, rotation.StartedById, rotation.OverlapHours, rotation.Account));
        var told = Assert.Single(await RecordedAsync(scene, "rotation.started"));
        Assert.Contains("\"kind\":\"Rule\"", told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Its schedule (its own) had the portal rotate Service secret", told, StringComparison.Ordinal);
        await using var db = scene.Portal.Db();
        var notice = Assert.Single(await db.Notices.Where(n => n.Kind == ReminderKind.RotationByItself).ToListAsync(Stop));
        Assert.Equal((scene.Org.Ian.Id, "A rotation began by itself"), (notice.PersonId, notice.Title));
        Assert.Equal(0, await scene.BeginDueAsync());
    }

    [Fact]
    public async Task Due_InAProgramThatDiesAtTheCommit_StaysToBeBegun()
    {
        await using var scene = await SetAsync("client-crash");
        await using (var life = scene.Portal.Second(new Dying(0)))
            Assert.Equal(0, await life.Get<StartDueRotations>().RunAsync(Stop));
        Assert.Empty(await scene.RotationsAsync());
        Assert.Equal(1, await scene.BeginDueAsync());
    }

    [Fact]
    public async Task PutOff_BeginsOnTheNewDay_AndGivenUp_IsLeftToPeople()
    {
        await using var scene = await SetAsync("client-later");
        Assert.True((await scene.Portal.Get<SnoozeRotation>().RunAsync(As(scene.Org.Ian), scene.Id, 3, "The vendor is away", Stop)).Succeeded);
        Assert.Equal(0, await scene.BeginDueAsync());
        scene.Portal.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await scene.BeginDueAsync());
        Assert.True((await scene.Portal.Get<GiveUpRotation>().RunAsync(As(scene.Org.Ian), (await scene.RotationsAsync())[0].Id, "The vendor is away", Stop)).Succeeded);
        scene.Portal.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await scene.BeginDueAsync());
        Assert.Contains("was given up", (await scene.CredentialAsync(scene.Id)).NotStarted, StringComparison.Ordinal);
        Assert.True((await scene.Portal.Get<SnoozeRotation>().RunAsync(As(scene.Org.Ian), scene.Id, 2, "The vendor is back then", Stop)).Succeeded);
        scene.Portal.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await scene.BeginDueAsync());
    }

    [Fact]
    public async Task Stopped_WaitsUnderTheStop_AndFrozen_ForTheEndOfTheFreeze()
    {
        await using var scene = await SetAsync("client-stopped");
        await scene.Portal.ArrangeAsync(db => db.RotationPlans.Add(RotationPlan.BuiltIn.Next(
            RotationPlan.BuiltIn.Wishes with { Freezes = [new("Audit week", new(2026, 3, 1), new(2026, 3, 4), false)] }, CronClock.Next, null, "the audit", scene.Portal.Now).Value));
        Assert.Equal(0, await scene.BeginDueAsync());
        var frozen = await scene.CredentialAsync(scene.Id);
        Assert.Contains("“Audit week”", frozen.NotStarted, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero), frozen.LookAgainAt);
        scene.Portal.Time.Advance(TimeSpan.FromDays(3));
        var stopped = await scene.Portal.Get<StopThing>().RunAsync(As(scene.Org.Nora, Role.SecurityOperations), new(StopScope.Target, scene.Org.Directory.Id.Value, "somebody is inside", "corp-directory"), Stop);
        Assert.True(stopped.Succeeded, stopped.Refusal?.Sentence);
        Assert.Equal(0, await scene.BeginDueAsync());
        Assert.Contains("is stopped", (await scene.CredentialAsync(scene.Id)).NotStarted, StringComparison.Ordinal);
        Assert.Empty(await scene.RotationsAsync());
    }

    [Fact]
    public async Task UnderWay_WhenItIsStopped_MakesNothing_AndNoneBegins()
    {
        await using var scene = await SetAsync("client-held");
        var rotation = await scene.StartAsync(new("client-held", true, 24));
        var stopped = await scene.Portal.Get<StopThing>().RunAsync(As(scene.Org.Nora, Role.SecurityOperations), new(StopScope.Integration, scene.Org.Sync.Id.Value, "somebody is inside"), Stop);
        Assert.True(stopped.Succeeded, stopped.Refusal?.Sentence);
        await scene.RotateAsync();
        Assert.Equal((RotationStep.Planned, false), ((await scene.ReadAsync(rotation)).Reached, (await scene.ReadAsync(rotation)).Touched));
        Assert.Single(target.Store.Services.Single(one => one.AppId == "client-held").Secrets);
        Assert.True((await scene.Portal.Get<GiveUpRotation>().RunAsync(As(scene.Org.Ian), rotation, "it is stopped", Stop)).Succeeded);
        Assert.Equal("stopped", (await scene.Portal.Get<RotateThroughTarget>().RunAsync(As(scene.Org.Ian), scene.Id, new("client-held", true, 24), Stop)).Refusal?.Code);
    }

    [Fact]
    public async Task Rehearsed_AsBreakingSomething_IsAskedOfTheOwnerWithTheReason_AndLookedAtAgain()
    {
        await using var scene = await SetAsync("client-many");
        var service = target.Store.Services.Single(one => one.AppId == "client-many");
        service.Secrets.Add(("second", "by hand too", "other-secret"));
        Assert.Equal(0, await scene.BeginDueAsync());
        scene.Portal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await scene.BeginDueAsync());
        // The same reason is no news.
        Assert.Single(await RecordedAsync(scene, "rotation.not_started"));
        await using (var db = scene.Portal.Db())
            Assert.Contains("2 secrets", Assert.Single(await db.Notices.Where(n => n.Kind == ReminderKind.RotationByItself).ToListAsync(Stop)).Detail, StringComparison.Ordinal);
        await scene.Portal.Get<WriteDigests>().RunAsync(Stop);
        await using (var page = PortalPage.OpenStill(scene.Portal, scene.Org.Ian))
            Assert.Contains("did not begin by itself", PortalPage.Words(Show(page, scene.Id).Find("#rotation [role=alert]")), StringComparison.Ordinal);
        service.Secrets.RemoveAt(1);
        Assert.Equal(0, await scene.BeginDueAsync());
        scene.Portal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await scene.BeginDueAsync());
        Assert.Null((await scene.CredentialAsync(scene.Id)).NotStarted);
    }

    [Fact]
    public async Task Account_KnownElsewhereOnly_OrSharedPlace_IsAskedOfTheOwner()
    {
        await using var scene = await SetAsync("client-unknown");
        await scene.Portal.ArrangeAsync(db =>
        {
            var credential = db.Credentials.Single(c => c.Id == scene.Id);
            credential.Change(credential.Description with { Workload = scene.Org.Workload.Id });
        });
        Assert.Equal(0, await scene.BeginDueAsync());
        Assert.Contains("which account on corp-directory", (await scene.CredentialAsync(scene.Id)).NotStarted, StringComparison.Ordinal);
        Assert.Equal("loosened", (await scene.Portal.Get<ScheduleCredential>().RunAsync(As(scene.Org.Ian), scene.Id, null, "back to the rules", Stop)).Refusal?.Code);
        Assert.True((await scene.Portal.Get<ScheduleCredential>().RunAsync(As(scene.Org.Staff, Role.IamStaff), scene.Id, null, "back to the rules", Stop)).Succeeded);
        Assert.Equal((false, null), ((await scene.CredentialAsync(scene.Id)).StartsItself, (await scene.CredentialAsync(scene.Id)).NotStarted));
    }

    [Fact]
    public async Task Panel_ThroughTheTarget_LooksFirst_OffersTheScheduledOverlap_AndBegins()
    {
        await using var scene = await SetAsync("client-panel");
        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Ian);
        var shown = Show(page, scene.Id);
        Assert.Contains("both live 48 hours", PortalPage.Words(shown.Find("section[aria-labelledby=credential-schedule]")), StringComparison.Ordinal);
        Assert.Equal("client-panel", shown.Find("#through-account").GetAttribute("value"));
        await shown.Find("#rotation form.draft-form").SubmitAsync();
        shown.WaitForElement("#through-hours", PortalPage.Patience);
        Assert.Contains("the account holds two secrets at once", shown.Markup, StringComparison.Ordinal);
        Assert.Equal("48", shown.Find("#through-hours").GetAttribute("value"));
        await shown.Find("#through-hours").ChangeAsync(new() { Value = "two" });
        await PortalPage.Button(shown, "Rotate through the target").ClickAsync(new());
        shown.WaitForState(() => shown.Markup.Contains("The hours are a whole number.", StringComparison.Ordinal), PortalPage.Patience);
        await shown.Find("#through-hours").ChangeAsync(new() { Value = "12" });
        await PortalPage.Button(shown, "Rotate through the target").ClickAsync(new());
        shown.WaitForState(() => shown.Markup.Contains("The portal is making the new one on the target.", StringComparison.Ordinal), PortalPage.Patience);
        Assert.Equal((12, (PersonId?)scene.Org.Ian.Id), ((await scene.RotationsAsync())[0].OverlapHours, (await scene.RotationsAsync())[0].StartedById));
    }

    [Fact]
    public async Task Form_OfTheSchedule_TakesTheBeginningAndTheOverlap_AndRefusesWhatCannotBe()
    {
        await using var scene = await SetAsync("client-form");
        await using var page = PortalPage.OpenStill(scene.Portal, scene.Org.Ian);
        var shown = Show(page, scene.Id);
        PortalPage.Button(shown, "Change its schedule").Click();
        shown.WaitForElement("#own-overlap", PortalPage.Patience);
        Assert.Equal("48", shown.Find("#own-overlap").GetAttribute("value"));
        Assert.True(shown.Find("#own-itself").HasAttribute("checked"));
        await shown.Find("#own-overlap").InputAsync(new() { Value = "200" });
        Assert.Contains("longer than 7 days of grace", shown.Find("form [role=status]").TextContent, StringComparison.Ordinal);
        await shown.Find("#own-overlap").InputAsync(new() { Value = "721" });
        Assert.Contains("0 to 720 hours", shown.Find("form [role=status]").TextContent, StringComparison.Ordinal);
        await shown.Find("#own-overlap").InputAsync(new() { Value = "6" });
        Assert.Contains("each begins by itself, and both live 6 hours", shown.Find("form [role=status]").TextContent, StringComparison.Ordinal);
        // Not awaited: what is submitted asks in a dialog first.
        shown.Find("section[aria-labelledby=credential-schedule] form").Submit();
        page.Dialogs.WaitForElement("textarea", PortalPage.Patience).Input("six hours are enough");
        page.Dialogs.Find("form").Submit();
        shown.WaitForState(() => shown.Markup.Contains("both live 6 hours", StringComparison.Ordinal) && shown.FindAll("#own-overlap").Count == 0, PortalPage.Patience);
        Assert.Equal((true, 6), ((await scene.CredentialAsync(scene.Id)).StartsItself, (await scene.CredentialAsync(scene.Id)).OverlapHours));
    }

    private async Task<ThroughScene> SetAsync(string account)
    {
        target.Store.Add(account).Secrets.Add(("first", "by hand", "old-secret"));
        var scene = await ThroughScene.SetAsync(target.Acting, target.Acting);
        await scene.BeginByItselfAsync(account);
        return scene;
    }

    private static async Task<List<string>> RecordedAsync(ThroughScene scene, string kind)
    {
        await using var db = scene.Portal.Db();
        return await db.AuditEvents.AsNoTracking().Where(e => e.Kind == kind).Select(e => e.Body).ToListAsync(Stop);
    }

    private static IRenderedComponent<CredentialPage> Show(PortalPage page, CredentialId id) =>
        page.Show<CredentialPage>($"/credentials/{id}", "#rotation-title", with => with.Add(p => p.Id, id.Value));
}
