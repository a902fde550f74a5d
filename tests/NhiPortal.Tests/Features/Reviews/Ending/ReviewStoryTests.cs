using Microsoft.EntityFrameworkCore;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Tests;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Unattended;
using NhiPortal.Features.Discovery;
using NhiPortal.Features.Executions;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using NhiPortal.Features.Unattended;
using NhiPortal.Reports;
using NhiPortal.Tests.Features.Executions;
using UglyToad.PdfPig;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews.Ending;

/// <summary>A whole access review on a real directory: decided, closed, taken away there and read back, signed off, told.</summary>
public sealed class ReviewStoryTests(ActingSlapdTarget target) : IClassFixture<ActingSlapdTarget>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Review_OnARealDirectory_TakesAwayWhatWasRevoked_AndSaysWhatShowsIt()
    {
        await using var scene = await BrokeredScene.StartAsync(target.Acting);
        var (portal, org) = (scene.Portal, scene.Org);
        await scene.GrantAsync(BrokeredScene.CreateAdmin("adm-reviewed"));
        await scene.CarryOutAsync();
        var byHand = (IActingConnector)portal.Get<ConfiguredConnectors>().Open("corp-directory");
        await byHand.ApplyAsync(TargetChange.Meaning("account.create_admin", "svc-reviewed", "{}").Value, "by-hand", Stop);
        await portal.ArrangeAsync(db => db.Add(WorkloadIdentity.Create(org.Sync.Id, WorkloadIdentity.OnTarget("corp-directory"), "svc-reviewed", portal.Now)));
        await portal.Get<DiscoverAccounts>().RunAsync(Actor.Rule("discover accounts"), "corp-directory", false, Stop);
        Assert.True((await target.LookAsync("svc-reviewed")).Administrator);

        var staff = As(org.Staff, Role.IamStaff);
        var id = await StartAsync(portal, org, staff);
        await using (var db = portal.Db())
            Assert.All(await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id && i.TargetId == org.Directory.Id).ToListAsync(Stop), item =>
            {
                // What stands by itself is told apart from what the grant gave.
                Assert.Contains(item.Facts.Standing, held => held.StartsWith("svc-reviewed", StringComparison.Ordinal));
                Assert.DoesNotContain(item.Facts.Standing, held => held.StartsWith("adm-reviewed", StringComparison.Ordinal));
            });
        await AnswerAsync(portal, As(org.Sam), id, new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more", Seconds = 40 }, "corp-directory");
        var closed = await portal.Get<CloseReview>().RunAsync(staff, id, "Everything that matters is decided", Stop);
        Assert.True(closed.Succeeded, closed.Refusal?.Sentence);
        var finish = portal.Get<FinishReviews>();
        await finish.RunAsync(Stop);
        await portal.Get<CarryOutDue>().RunAsync(Stop);
        await portal.Get<CarryOutRemovals>().RunAsync(Stop);
        await finish.RunAsync(Stop);

        Assert.False((await target.LookAsync("svc-reviewed")).Administrator);
        Assert.False((await target.LookAsync("adm-reviewed")).Administrator);
        await using (var db = portal.Db())
        {
            var lines = await db.CarryOuts.AsNoTracking().Where(l => l.CampaignId == id).ToListAsync(Stop);
            Assert.All(lines.Where(l => l.Kind is CarryOutKind.Account or CarryOutKind.Grant), line => Assert.True(line.State == CarryOutState.Done, line.Trouble));
            Assert.Contains(lines, line => line is { Kind: CarryOutKind.Account, Proof: { } proof } && proof.Contains("Read back", StringComparison.Ordinal));
            // What nobody decided waits for the ladder, whose policy is off: visible, and never silently done.
            Assert.Contains("policy", Assert.Single(lines, line => line.Kind == CarryOutKind.Ladder).Trouble, StringComparison.Ordinal);
            Assert.Equal(CampaignState.Closing, (await db.ReviewCampaigns.SingleAsync(c => c.Id == id, Stop)).State);
        }

        await LetTheLadderTakeAsync(portal, org, finish);
        var before = await LinesAsync(portal, id);
        Assert.Equal(0, await finish.RunAsync(Stop));
        Assert.Equal(before, await LinesAsync(portal, id));
        Assert.Equal("not_lead", (await portal.Get<SignOffReview>().RunAsync(As(org.Sam, Role.IamStaff), id, "I looked at every proof", Stop)).Refusal?.Code);
        var signed = await portal.Get<SignOffReview>().RunAsync(staff, id, "I looked at every proof", Stop);
        Assert.True(signed.Succeeded, signed.Refusal?.Sentence);
        await ReportTellsAsync(portal, staff, id);
    }

    private static async Task<CampaignId> StartAsync(TestPortal portal, SmallOrganisation org, Actor staff)
    {
        var made = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new()
        {
            Name = "Administrators in production", Scope = new() { Keys = false }, Stages = [new(ReviewerRule.SystemOwner)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 10,
        }, Stop);
        Assert.True(made.Succeeded, made.Refusal?.Sentence);
        var started = await portal.Get<StartCampaign>().RunAsync(staff, made.Value, Stop);
        Assert.True(started.Succeeded, started.Refusal?.Sentence);
        return made.Value;
    }

    private static async Task AnswerAsync(TestPortal portal, Actor reviewer, CampaignId id, ReviewVoice voice, string key)
    {
        List<int> numbers;
        await using (var db = portal.Db())
            numbers = await db.ReviewItems.Where(i => i.CampaignId == id && db.Targets.Any(t => t.Id == i.TargetId && t.Key == key)).Select(i => i.Number).ToListAsync(Stop);
        var drafted = await portal.Get<AnswerItems>().RunAsync(reviewer, id, numbers, voice, Stop);
        Assert.True(drafted.Succeeded, drafted.Refusal?.Sentence);
        var submitted = await portal.Get<SubmitAnswers>().RunAsync(reviewer, id, Stop);
        Assert.True(submitted.Succeeded, submitted.Refusal?.Sentence);
    }

    /// <summary>Two people turn the policy on; days pass; what nobody decided is announced, and then taken.</summary>
    private static async Task LetTheLadderTakeAsync(TestPortal portal, SmallOrganisation org, FinishReviews finish)
    {
        var day = DateOnly.FromDateTime(portal.Now.UtcDateTime);
        var on = await portal.Get<SetUnattendedPolicy>().RunAsync(As(org.Nora, Role.IamStaff), UnattendedKind.ReviewItem, new(true, day.AddDays(1), LadderPlan.Default(UnattendedKind.ReviewItem)), "agreed with the owners", Stop);
        Assert.True(on.Succeeded, on.Refusal?.Sentence);
        for (var days = 0; days < 12; days++)
        {
            portal.Time.Advance(TimeSpan.FromDays(1));
            await portal.Get<SweepUnattended>().RunAsync(Stop);
            await portal.Get<ConfirmRevocations>().RunAsync(Stop);
        }

        await finish.RunAsync(Stop);
        await using var db = portal.Db();
        var steps = await db.Set<RevocationStep>().Where(s => s.Kind == UnattendedKind.ReviewItem).OrderBy(s => s.Number).Select(s => s.Step).ToListAsync(Stop);
        Assert.Equal([LadderStep.Remind, LadderStep.Announce, LadderStep.Revoke], steps);
    }

    private static async Task<List<string>> LinesAsync(TestPortal portal, CampaignId id)
    {
        await using var db = portal.Db();
        return await db.CarryOuts.AsNoTracking().Where(l => l.CampaignId == id).OrderBy(l => l.ItemNumber).ThenBy(l => l.Number).Select(l => $"{l.ItemNumber}.{l.Number} {l.State} {l.What} {l.Proof} {l.Version}").ToListAsync(Stop);
    }

    private static async Task ReportTellsAsync(TestPortal portal, Actor staff, CampaignId id)
    {
        var report = await portal.Get<ReviewReportQuery>().RunAsync(staff, id, Stop);
        Assert.Equal((CampaignState.SignedOff, 3), (report!.State, report.Items.Count));
        var bytes = PdfReport.Write(ReviewReportPdf.Of(report));
        using var pdf = PdfDocument.Open(bytes);
        // A cell's lines follow one another in the file, whatever stands beside them on the page.
        var text = string.Concat(pdf.GetPages().Select(page => page.Text)).Replace(" ", "", StringComparison.Ordinal);
        foreach (var told in new[] { "Administrators in production", "Staff", "Sam", "Nobody needs it any more", "svc-reviewed", "Read back", "owns the target", "I looked at every proof" })
            Assert.Contains(told.Replace(" ", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.Equal(bytes, PdfReport.Write(ReviewReportPdf.Of((await portal.Get<ReviewReportQuery>().RunAsync(staff, id, Stop))!)));
        Assert.Equal(3, ReviewReportRows.Of(report).Count());
    }
}
