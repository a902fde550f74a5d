using Bunit;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Findings;
using NhiPortal.Features.Reminders;
using NhiPortal.Features.Requests;
using NhiPortal.Tests.Features.Reminders;
using static NhiPortal.Tests.SmallOrganisation;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Features.Requests;

/// <summary>What nobody answers is told on, step by step; what nobody may answer is a finding; and neither lets anything through.</summary>
public sealed class WatchRequestsTests : IAsyncLifetime
{
    private ReminderScene scene = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private SmallOrganisation Org => scene.Org;

    /// <summary>Sam's deputy is Nora and their manager Bea; Staff is IAM staff; what waits is escalated every 30 minutes.</summary>
    public async ValueTask InitializeAsync()
    {
        scene = await ReminderScene.SetAsync();
        await scene.SignInAsync(Org.Staff, Role.IamStaff);
        await scene.Portal.ArrangeAsync(db =>
        {
            db.Add(PolicyVersion.Publish(2, ApprovalPolicy.Create([.. DefaultPolicy.Rules.Select(rule => rule with { EscalateAfterMinutes = 30 })]).Value, null, scene.Portal.Now));
            db.Ownerships.Single(o => o.TargetId == Org.Directory.Id).NameDeputy(Org.Nora.Id);
            db.People.Single(p => p.Id == Org.Sam.Id).Reports(Org.Bea.Id);
        });
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
    }

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    [Fact]
    public async Task Silence_IsToldToDeputyThenManagerThenStaff_AndEndsInExpired()
    {
        var id = await Org.AskAsync();
        await ApproveAsIanAsync(id);
        await WaitAsync(29);
        Assert.Empty(await StepsAsync(id));
        foreach (var (minutes, step, person) in new[] { (1, EscalationStep.Deputy, Org.Nora), (30, EscalationStep.Manager, Org.Bea), (30, EscalationStep.IamStaff, Org.Staff) })
        {
            await WaitAsync(minutes);
            var taken = (await StepsAsync(id))[^1];
            Assert.Equal((step, person.Id), (taken.Step, Assert.Single(taken.To).Person));
            await scene.RaiseAsync();
            var notice = Assert.Single(await scene.NoticesAsync(person), n => n.Kind == ReminderKind.RequestEscalated);
            Assert.NotNull(notice.LetterId);
        }

        await WaitAsync(1000);
        Assert.Equal(3, (await StepsAsync(id)).Count);
        await using var db = scene.Portal.Db();
        var told = await db.AuditEvents.Where(e => e.Kind == "request.escalated").OrderBy(e => e.Id).Select(e => e.Body).ToListAsync(Stop);
        Assert.Equal("The system owner has not answered what hr-sync asked for on corp-directory (group.add_member) for 30 min. Told: Nora, deputy of Sam.", AuditBody.Parse(told[0]).Sentence);
        Assert.Equal(["Nora (Deputy)", "Bea (Manager)", "Staff (IamStaff)"], told.Select(body => AuditBody.Parse(body).Facts!["to"]));

        // Being told lets nobody in, and nothing is approved or lengthened by it.
        Assert.Equal("role_not_held", (await Org.ApproveAsync(Org.Nora, id)).Refusal?.Code);
        scene.Portal.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await scene.Portal.Get<ExpireRequests>().RunAsync(Stop));
        await scene.RaiseAsync();
        Assert.DoesNotContain(await scene.NoticesAsync(), n => n.SettledAt is null && !n.Kind.IsNews());
    }

    [Fact]
    public async Task Reminder_LeadsOnlyWhereItsPersonMayGo()
    {
        var id = await Org.AskAsync();
        await WaitAsync(90);
        await scene.RaiseAsync();
        string Link(Person person) => scene.NoticesAsync(person).Result.Single(n => n.Kind == ReminderKind.RequestEscalated && n.SettledAt is null).Link;
        Assert.Equal(("/reminders", $"/requests/{id}"), (Link(Org.Nora), Link(Org.Staff)));
        Assert.Equal("HR sync waits for Sam, system owner; you are their deputy", (await scene.NoticesAsync(Org.Nora)).Single().Detail);
        Assert.Equal(0, await scene.RaiseAsync());
    }

    [Fact]
    public async Task DownForALongTime_TakesEveryStepInOrderAtOnce()
    {
        var id = await Org.AskAsync();
        await ApproveAsIanAsync(id);
        await WaitAsync(500);
        Assert.Equal([EscalationStep.Deputy, EscalationStep.Manager, EscalationStep.IamStaff], (await StepsAsync(id)).Select(step => step.Step));
    }

    [Fact]
    public async Task NobodyOfAStep_IsLeftOut_AndTheNextTakesItsTime()
    {
        await scene.Portal.ArrangeAsync(db => db.People.Single(p => p.Id == Org.Nora.Id).SetStatus(PersonStatus.Left, scene.Portal.Now));
        var id = await Org.AskAsync();
        await ApproveAsIanAsync(id);
        await WaitAsync(30);
        Assert.Equal(EscalationStep.Manager, Assert.Single(await StepsAsync(id)).Step);
    }

    [Fact]
    public async Task OpenQuestion_HoldsTheClock()
    {
        var id = await Org.AskAsync();
        await ApproveAsIanAsync(id);
        await WaitAsync(20);
        Assert.True((await scene.Portal.Get<AskQuestion>().RunAsync(As(Org.Sam), id, "Which group is it for?", Stop)).Succeeded);
        await WaitAsync(600);
        Assert.Empty(await StepsAsync(id));
        Assert.True((await scene.Portal.Get<AnswerQuestion>().RunAsync(Org.Caller, id, "The night shift.", Stop)).Succeeded);
        await WaitAsync(9);
        Assert.Empty(await StepsAsync(id));
        await WaitAsync(1);
        Assert.Single(await StepsAsync(id));
    }

    [Fact]
    public async Task ManyInstances_AtOnce_TakeEachStepOnce()
    {
        for (var i = 0; i < 30; i++)
            await Org.AskAsync(AddMember($"u{i}"));
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(65));
        var instances = Enumerable.Range(0, 4).Select(_ => scene.Portal.Second()).ToList();
        await Task.WhenAll(instances.Select(instance => Task.Run(() => new RequestJobs(instance.Get<ExpireRequests>(), instance.Get<WatchRequests>(), instance.Get<ReturnChanged>()).WatchAsync(Stop), Stop)));
        foreach (var instance in instances)
            await instance.DisposeAsync();
        await using var db = scene.Portal.Db();
        // Sam's deputy and manager; Ian has neither, so IAM staff come first for him, and after that nobody.
        Assert.Equal((90, 90), (await db.Set<RequestEscalation>().CountAsync(Stop), await db.AuditEvents.CountAsync(e => e.Kind == "request.escalated", Stop)));
    }

    [Fact]
    public async Task NobodyEligible_IsAFindingAndToldToStaff_UntilSomebodyIsAgain()
    {
        var id = await Org.AskAsync();
        Assert.Equal(0, await scene.Portal.Get<WatchRequests>().RunAsync(Stop));
        await SetSamAsync(PersonStatus.Left);
        Assert.Equal(1, await scene.Portal.Get<WatchRequests>().RunAsync(Stop));
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        var finding = await FindingAsync();
        Assert.Equal((FindingStatus.Open, Severity.High, Org.Directory.Id), (finding.Status, finding.Severity, finding.TargetId!.Value));
        Assert.Equal("hr-sync waits for the system owner of corp-directory, and nobody may decide it.", finding.Sentence);
        await scene.Portal.Get<RaiseReminders>().RunAsync(false, Stop);
        var notice = Assert.Single(await scene.NoticesAsync(Org.Staff), n => n.Kind == ReminderKind.RequestStuck);
        Assert.Equal(("/owners?cell=system_owner%3Acorp-directory", true), (notice.Link, notice.LetterId is not null));

        await SetSamAsync(PersonStatus.Active);
        Assert.Equal(1, await scene.Portal.Get<WatchRequests>().RunAsync(Stop));
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        await scene.RaiseAsync();
        Assert.Equal(FindingStatus.Closed, (await FindingAsync()).Status);
        Assert.DoesNotContain(await scene.NoticesAsync(Org.Staff), n => n.SettledAt is null);
        Assert.Null((await Org.ReadAsync(id)).UnanswerableSince);
    }

    [Fact]
    public async Task EverybodyBarred_IsAFinding_ThatClosesWithTheRequest()
    {
        var id = await Org.AskAsync(AddMember("Sam"));
        await scene.Portal.Get<WatchRequests>().RunAsync(Stop);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Open, (await FindingAsync()).Status);
        await scene.Portal.Get<CancelRequest>().RunAsync(Org.Caller, id, "not needed", Stop);
        await scene.Portal.Get<FollowChanges>().RunAsync(Stop);
        Assert.Equal(FindingStatus.Closed, (await FindingAsync()).Status);
    }

    [Fact]
    public async Task Page_ShowsWhomItWasEscalatedTo_AndThatNobodyMayAnswer()
    {
        var id = await Org.AskAsync(AddMember("Sam"));
        await WaitAsync(30);
        await using var page = await PortalPage.OpenAsync(scene.Portal, Org.Staff, Role.IamStaff);
        var shown = page.Show<RequestTimeline>($"/requests/{id}", ".timeline", parameters => parameters.Add(p => p.Id, id.Value));
        Assert.Contains("Escalated to Nora, deputy of Sam: the system owner had not answered for 30 min", shown.Find(".timeline").TextContent, StringComparison.Ordinal);
        Assert.Contains("Escalated to Nora, deputy of Sam,", PortalPage.Words(shown.Find(".stage-escalated")), StringComparison.Ordinal);
        Assert.Contains("Nobody can answer this now, since ", PortalPage.Words(shown.Find(".stage-nobody")), StringComparison.Ordinal);
    }

    private async Task ApproveAsIanAsync(RequestId id) => Assert.True((await Org.ApproveAsync(Org.Ian, id)).Succeeded);

    private async Task WaitAsync(int minutes)
    {
        scene.Portal.Time.Advance(TimeSpan.FromMinutes(minutes));
        await scene.Portal.Get<WatchRequests>().RunAsync(Stop);
    }

    private Task SetSamAsync(PersonStatus status) => scene.Portal.ArrangeAsync(db => db.People.Single(p => p.Id == Org.Sam.Id).SetStatus(status, scene.Portal.Now));

    private async Task<List<RequestEscalation>> StepsAsync(RequestId id)
    {
        await using var db = scene.Portal.Db();
        return [.. (await db.Set<RequestEscalation>().AsNoTracking().Where(step => step.RequestId == id).ToListAsync(Stop)).OrderBy(step => step.At).ThenBy(step => step.Step)];
    }

    private async Task<Finding> FindingAsync()
    {
        await using var db = scene.Portal.Db();
        return await db.Findings.AsNoTracking().SingleAsync(f => f.Rule == "no_eligible_approver", Stop);
    }
}
