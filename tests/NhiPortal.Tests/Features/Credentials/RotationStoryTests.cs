using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Credentials;
using NhiPortal.Features.Home;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Rotations;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Credentials;

/// <summary>From the reminder to the proof that the old one is dead.</summary>
public sealed class RotationStoryTests
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotation_StepByStep_EndsWithASuccessor_AndEveryStepOnRecord()
    {
        await using var scene = await CredentialScene.SetAsync();
        var rotation = await scene.StartAsync();
        Assert.Equal("rotating", (await scene.Portal.Get<StartRotation>().RunAsync(As(scene.Org.Bea), scene.Id, Stop)).Refusal?.Code);
        Assert.Equal("out_of_order", (await scene.ProveAsync(rotation, RotationStep.Switched)).Refusal?.Code);
        foreach (var step in new[] { RotationStep.Staged, RotationStep.NewVerified, RotationStep.Switched })
            Assert.Null((await scene.ProveAsync(rotation, step)).Refusal);
        Assert.Equal("not_proved", (await scene.Portal.Get<CloseRotation>().RunAsync(As(scene.Org.Ian), rotation, Stop)).Refusal?.Code);
        Assert.Equal("rotating", (await scene.Portal.Get<RetireCredential>().RunAsync(As(scene.Org.Ian), scene.Id, "not needed", Stop)).Refusal?.Code);
        await scene.ProveAsync(rotation, RotationStep.OldDead);
        var successor = await scene.ReadAsync((await scene.Portal.Get<CloseRotation>().RunAsync(As(scene.Org.Ian), rotation, Stop)).Value);
        Assert.Equal(("kv-prod/hr-sync-2", scene.Portal.Now, scene.Portal.Now.AddDays(30)), (successor.KeptIn, successor.LastRotatedAt!.Value, successor.DueAt!.Value));
        Assert.Equal((CredentialStatus.Superseded, (CredentialId?)successor.Id, (DateTimeOffset?)null), ((await scene.ReadAsync()).Status, (await scene.ReadAsync()).SupersededById, (await scene.ReadAsync()).DueAt));
        Assert.Equal((1, 4, 1), ((await scene.RecordedAsync("rotation.started")).Count, (await scene.RecordedAsync("rotation.step")).Count, (await scene.RecordedAsync("rotation.closed")).Count));
    }

    [Fact]
    public async Task Failure_IsToldToThoseTheContractNames_AtOnce()
    {
        await using var scene = await CredentialScene.SetAsync();
        var rotation = await scene.StartAsync();
        await scene.ProveAsync(rotation, RotationStep.Staged);
        await scene.ProveAsync(rotation, RotationStep.NewVerified);
        Assert.Null((await scene.ProveAsync(rotation, RotationStep.Switched, false)).Refusal);
        await using var db = scene.Portal.Db();
        // Ian did it and knows; Bea owns what would stand still.
        var told = Assert.Single(await db.Notices.Where(n => n.Kind == ReminderKind.RotationFailed).ToListAsync(Stop));
        Assert.Equal(scene.Org.Bea.Id, told.PersonId);
        Assert.Contains("Both work", told.Detail, StringComparison.Ordinal);
        var view = await scene.ViewAsync(As(scene.Org.Bea));
        Assert.Equal("Being rotated", view.Row.State(view.Now).Words);
        Assert.NotNull(view.Rotations[0].Failure);
    }

    [Fact]
    public async Task Due_RemindsTheOwner_LeadsToTheCredential_AndSettlesWhenRotated()
    {
        await using var scene = await CredentialScene.SetAsync();
        var work = await scene.Portal.Get<MyWorkQuery>().RunAsync(As(scene.Org.Ian), Stop);
        var item = Assert.Single(work.Items, item => item.Verb == "Rotate");
        Assert.Equal($"/credentials/{scene.Id}#rotation", item.Href);
        await scene.Portal.Get<WriteDigests>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        var notice = Assert.Single(await db.Notices.AsNoTracking().Where(n => n.CredentialId == scene.Id).ToListAsync(Stop));
        Assert.Equal((scene.Org.Ian.Id, ReminderKind.RotationOverdue, item.Href), (notice.PersonId, notice.Kind, notice.Link));
        var rotation = await scene.StartAsync();
        foreach (var step in new[] { RotationStep.Staged, RotationStep.NewVerified, RotationStep.Switched, RotationStep.OldDead })
            await scene.ProveAsync(rotation, step);
        await scene.Portal.Get<CloseRotation>().RunAsync(As(scene.Org.Ian), rotation, Stop);
        await scene.Portal.Get<RaiseReminders>().RunAsync(false, Stop);
        Assert.NotNull(await db.Notices.AsNoTracking().Where(n => n.CredentialId == scene.Id).Select(n => n.SettledAt).SingleAsync(Stop));
        Assert.DoesNotContain((await scene.Portal.Get<MyWorkQuery>().RunAsync(As(scene.Org.Ian), Stop)).Items, i => i.Verb == "Rotate");
    }

    [Fact]
    public async Task Snooze_TwiceAtMost_AndAnOwnScheduleByItsOwner_OnlyTightens()
    {
        await using var scene = await CredentialScene.SetAsync();
        var snooze = scene.Portal.Get<SnoozeRotation>();
        Assert.Equal(scene.Portal.Now.AddDays(7), (await snooze.RunAsync(As(scene.Org.Ian), scene.Id, 7, "The vendor is away this week", Stop)).Value);
        Assert.Equal(6, (await scene.ViewAsync(As(scene.Org.Ian))).SnoozeDays);
        Assert.Equal("snooze_limit", (await snooze.RunAsync(As(scene.Org.Ian), scene.Id, 7, "The vendor is away this week", Stop)).Refusal?.Code);
        Assert.True((await snooze.RunAsync(As(scene.Org.Ian), scene.Id, 6, "The vendor is away this week", Stop)).Succeeded);
        Assert.Equal("snoozed_enough", (await snooze.RunAsync(As(scene.Org.Ian), scene.Id, 1, "The vendor is away this week", Stop)).Refusal?.Code);
        Assert.Null((await scene.ViewAsync(As(scene.Org.Ian))).SnoozeDays);
        var schedule = scene.Portal.Get<ScheduleCredential>();
        Assert.Equal("loosened", (await schedule.RunAsync(As(scene.Org.Ian), scene.Id, new() { EveryDays = 60 }, "Too much work", Stop)).Refusal?.Code);
        Assert.Equal("outlives", (await schedule.RunAsync(As(scene.Org.Staff, Role.IamStaff), scene.Id, new() { EveryDays = 400 }, "Too much work", Stop)).Refusal?.Code);
        Assert.True((await schedule.RunAsync(As(scene.Org.Staff, Role.IamStaff), scene.Id, new() { EveryDays = 60 }, "Agreed with audit", Stop)).Succeeded);
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), (await scene.ReadAsync()).DueAt);
    }

    [Fact]
    public async Task Page_RotatesThroughTheChecklist_AndTheMonthShowsTheDay()
    {
        await using var scene = await CredentialScene.SetAsync();
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Ian);
        var shown = page.Show<CredentialPage>($"/credentials/{scene.Id}", "#rotation-title", with => with.Add(p => p.Id, scene.Id.Value));
        Assert.Contains("corp-directory (2 paths)", PortalPage.Words(shown.Find("#rotation")), StringComparison.Ordinal);
        await PortalPage.Button(shown, "Rotate it now").ClickAsync(new());
        shown.WaitForElement("#step-evidence", PortalPage.Patience);
        await shown.Find("#step-evidence").InputAsync(new() { Value = "Second secret made in the portal of the directory." });
        await PortalPage.Button(shown, "It is done").ClickAsync(new());
        await shown.Find("form.step-form").SubmitAsync();
        shown.WaitForState(() => shown.Markup.Contains("sign in with the new one yourself", StringComparison.Ordinal), PortalPage.Patience);
        var month = page.Show<NhiPortal.Features.Rotations.Rotations>("/rotations", "table.month");
        Assert.Contains("1 due", PortalPage.Words(month.Find("td[aria-current=date]")), StringComparison.Ordinal);
        var list = page.Show<NhiPortal.Features.Credentials.Credentials>("/credentials", "tbody tr");
        Assert.Contains("Being rotated", PortalPage.Words(list.Find("tbody tr")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedules_ByStaff_ShowNextDates_AndRefuseWhatIsImpossible()
    {
        await using var scene = await CredentialScene.SetAsync();
        await using var page = await PortalPage.OpenAsync(scene.Portal, scene.Org.Staff, Role.IamStaff);
        var shown = page.Show<RotationSchedules>("/rotations/schedules", "#rules-title");
        await PortalPage.Button(shown, "Add a rule").ClickAsync(new());
        shown.WaitForElement("#rule-days", PortalPage.Patience);
        Assert.Contains("Next:", PortalPage.Words(shown.Find(".rule-editor [role=status]")), StringComparison.Ordinal);
        await shown.Find("#rule-days").InputAsync(new() { Value = "5" });
        Assert.Contains("would never stop", PortalPage.Words(shown.Find(".rule-editor [role=status]")), StringComparison.Ordinal);
    }
}
