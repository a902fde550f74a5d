using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.BreakGlass;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Grants;
using NhiPortal.Features.Home;
using NhiPortal.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.BreakGlass;

/// <summary>The debt: who hears of it, who may close it, and what becomes of it when nobody does.</summary>
public sealed class ReviewBreakGlassTests : IAsyncLifetime
{
    private BreakGlassScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await BreakGlassScene.SetAsync();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Review_ByWhoeverIsBehindIt_OrHasNoPart_IsRefused()
    {
        var use = (await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync())).Value;
        Assert.Equal("own_break_glass", (await scene.ReviewAsync(As(scene.Org.Sam, Role.SecurityOperations), use)).Refusal!.Code);
        Assert.Equal("not_allowed", (await scene.ReviewAsync(As(scene.Org.Ian), use)).Refusal!.Code);
        Assert.Equal("not_allowed", (await scene.ReviewAsync(As(scene.Org.Staff, Role.Auditor), use)).Refusal!.Code);
        Assert.Equal("not_found", (await scene.ReviewAsync(As(scene.Org.Stranger, Role.SecurityOperations), use)).Refusal!.Code);
        Assert.Equal("not_found", (await scene.ReviewAsync(scene.Org.Caller, use)).Refusal!.Code);
        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == scene.Org.Directory.Id).NameDeputy(scene.Org.Staff.Id));
        Assert.Equal("deputy_of_party", (await scene.ReviewAsync(scene.Watcher, use)).Refusal!.Code);
        Assert.Null((await scene.UseAsync(use)).ReviewedAt);
    }

    [Fact]
    public async Task Review_ByWhoeverApprovedAStage_IsRefused()
    {
        var id = await scene.Org.AskAsync();
        await scene.Org.ApproveAsync(scene.Org.Ian, id);
        await scene.NameChiefAsync(scene.Org.Bea);
        var use = (await scene.BreakAsync(scene.Org.Bea, id)).Value;
        Assert.Equal("already_decided", (await scene.ReviewAsync(As(scene.Org.Ian, Role.IamStaff), use)).Refusal!.Code);
    }

    [Fact]
    public async Task Review_BySystemOwnerOfAnothersUse_IsAllowed()
    {
        await scene.NameChiefAsync(scene.Org.Bea);
        var use = (await scene.BreakAsync(scene.Org.Bea, await scene.Org.AskAsync())).Value;
        scene.LetItRunOut();
        Assert.True((await scene.ReviewAsync(As(scene.Org.Sam), use)).Succeeded);
        Assert.Equal("already_reviewed", (await scene.ReviewAsync(scene.Watcher, use)).Refusal!.Code);
        Assert.Equal("Sam reviewed what Bea did on corp-directory by break-glass: it was needed.", Assert.Single(await scene.ToldAsync("break_glass.reviewed")).Sentence);
    }

    [Fact]
    public async Task Review_WhileItStillRuns_IsRefused_UntilItIsRevoked()
    {
        var use = await scene.UseAsync((await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync())).Value);
        Assert.Equal("still_running", (await scene.ReviewAsync(scene.Watcher, use.Id)).Refusal!.Code);
        Assert.True((await scene.Portal.Get<RevokeGrant>().RunAsync(scene.Watcher, use.GrantId, "Nothing more is to be done with it.", Stop)).Succeeded);
        Assert.True((await scene.ReviewAsync(scene.Watcher, use.Id)).Succeeded);
    }

    [Fact]
    public async Task Review_ByTheDeputyOfWhoseRightWasUsed_IsRefused()
    {
        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == scene.Org.Directory.Id).NameDeputy(scene.Org.Nora.Id));
        var use = (await scene.BreakAsync(scene.Org.Nora, await scene.Org.AskAsync())).Value;
        await scene.Portal.ArrangeAsync(db => db.Ownerships.Single(o => o.TargetId == scene.Org.Directory.Id).NameDeputy(scene.Org.Staff.Id));
        scene.LetItRunOut();
        Assert.Equal("deputy_of_party", (await scene.ReviewAsync(scene.Watcher, use)).Refusal!.Code);
    }

    [Fact]
    public async Task Review_WithoutEvidence_IsRefused()
    {
        var use = (await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync())).Value;
        scene.LetItRunOut();
        var given = scene.Given;
        foreach (var missing in new[]
        {
            given with { WhatHappened = "short" }, given with { WhatChanged = null }, given with { Needed = null }, given with { Evidence = " " }, given with { Rotated = null }, given with { RotatedBy = null },
            given with { RotatedOn = null }, given with { RotatedOn = given.RotatedOn!.Value.AddDays(8) }, given with { RotatedBy = scene.Org.Stranger.Id }, given with { WhatHappened = new string('x', 1001) },
        })
            Assert.NotNull((await scene.ReviewAsync(scene.Watcher, use, missing)).Refusal);
        Assert.Null((await scene.UseAsync(use)).ReviewedAt);
    }

    [Fact]
    public async Task Use_TellsOwnersAndSecurityOperationsAtOnce_AndAsksWhoeverIsIndependentToReview()
    {
        await scene.SeenAsync(scene.Org.Staff, Role.SecurityOperations);
        await scene.SeenAsync(scene.Org.Sam, Role.SecurityOperations);
        await scene.SeenAsync(scene.Org.Stranger, Role.SecurityOperations);
        var use = (await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync())).Value;
        var notices = await scene.NoticesAsync();
        Assert.Equal(
            new[] { (scene.Org.Bea.Id, ReminderKind.BreakGlassUsed), (scene.Org.Ian.Id, ReminderKind.BreakGlassUsed), (scene.Org.Staff.Id, ReminderKind.BreakGlassReview) }.ToHashSet(),
            notices.Select(n => (n.PersonId, n.Kind)).ToHashSet());
        Assert.All(notices, n => Assert.Equal($"/break-glass/{use}", n.Link));
        var work = await scene.Portal.Get<MyWorkQuery>().RunAsync(scene.Watcher, Stop);
        Assert.Equal(("Review", $"/break-glass/{use}"), (Assert.Single(work.Items).Verb, work.Items[0].Href));

        // Neither a digest nor a look at what waits takes it back.
        scene.Portal.Time.Advance(TimeSpan.FromHours(20));
        await scene.Portal.Get<RaiseReminders>().RunAsync(true, Stop);
        await scene.Portal.Get<WriteDigests>().RunAsync(Stop);
        Assert.Equal(3, (await scene.NoticesAsync()).Count(n => n.SettledAt is null));

        Assert.True((await scene.ReviewAsync(scene.Watcher, use)).Succeeded);
        Assert.DoesNotContain(await scene.NoticesAsync(), n => n.Kind == ReminderKind.BreakGlassReview && n.SettledAt is null);
        Assert.Empty((await scene.Portal.Get<MyWorkQuery>().RunAsync(scene.Watcher, Stop)).Items);
    }

    [Fact]
    public async Task Overdue_IsRecordedOnce_RemindsAgain_AndIsACriticalFindingUntilReviewed()
    {
        await scene.SeenAsync(scene.Org.Staff, Role.SecurityOperations);
        await scene.Portal.Get<EvaluateFindings>().RunAsync(Stop);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        await scene.Portal.Get<SweepFindings>().RunAsync(Stop);
        var use = (await scene.BreakAsync(scene.Org.Sam, await scene.Org.AskAsync())).Value;
        scene.Portal.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await scene.Portal.Get<NoteOverdueReviews>().RunAsync(Stop));
        scene.Portal.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await scene.Portal.Get<NoteOverdueReviews>().RunAsync(Stop));
        Assert.Equal(0, await scene.Portal.Get<NoteOverdueReviews>().RunAsync(Stop));
        Assert.Single(await scene.ToldAsync("break_glass.overdue"));
        Assert.Equal(2, (await scene.NoticesAsync()).Count(n => n.PersonId == scene.Org.Staff.Id && n.Kind == ReminderKind.BreakGlassReview));

        await scene.Portal.Get<SweepFindings>().RunAsync(Stop);
        await using var db = scene.Portal.Db();
        var finding = await db.Findings.AsNoTracking().SingleAsync(f => f.Rule == "break_glass_not_reviewed", Stop);
        Assert.Equal((Severity.Critical, FindingStatus.Open, (TargetId?)scene.Org.Directory.Id), (finding.Severity, finding.Status, finding.TargetId));
        Assert.True((await scene.ReviewAsync(scene.Watcher, use)).Succeeded);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Closed, (await db.Findings.AsNoTracking().SingleAsync(f => f.Rule == "break_glass_not_reviewed", Stop)).Status);
    }
}
