using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Home;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews;

/// <summary>An access review from its preview to its answers, as the people in it live it.</summary>
public sealed class ReviewTests : IAsyncLifetime
{
    private TestPortal portal = null!;
    private SmallOrganisation org = null!;

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        portal = await TestPortal.StartAsync();
        org = await CreateAsync(portal);
    }

    public ValueTask DisposeAsync() => portal.DisposeAsync();

    private CampaignPlan Plan => new() { Name = "Everything", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = org.Nora.Id, Lead = org.Staff.Id, DueDays = 10, Repeats = Recurrence.Quarterly };

    private Actor Iam => As(org.Staff, Role.IamStaff);

    [Fact]
    public async Task Preview_SaysWhatTheStartThenDoes()
    {
        var preview = (await portal.Get<CampaignPreviewQuery>().RunAsync(Iam, org.Home.Id, Plan, Now)).Value;
        var campaign = await StartAsync(Plan);
        await using var db = portal.Db();
        Assert.Equal(preview.Count.Items, await db.ReviewItems.CountAsync(i => i.CampaignId == campaign, Now));
        Assert.True(preview.CanStart);
        Assert.StartsWith(ReviewWording.Count(preview.Count.Items, "item"), preview.Sentence, StringComparison.Ordinal);
        Assert.All(await db.ReviewItems.ToListAsync(Now), item => Assert.Equal(item.TargetId == org.Directory.Id ? org.Sam.Id : org.Nora.Id, item.ReviewerId));
    }

    [Fact]
    public async Task Start_WhereOwnersWouldReviewWhatTheyOwn_IsRefusedWithTheFact()
    {
        var draft = await portal.Get<SaveCampaign>().RunAsync(Iam, org.Home.Id, null, Plan with { Stages = [new(ReviewerRule.IamOwner)], Fallback = org.Bea.Id }, Now);
        var refused = await portal.Get<StartCampaign>().RunAsync(Iam, draft.Value, Now);
        Assert.Equal("without_reviewer", refused.Refusal?.Code);
        Assert.Contains("Ian is IAM owner of hr-sync", refused.Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_DraftedThenSubmitted_EndsTheItemOnce()
    {
        var campaign = await StartAsync(Plan);
        Assert.Contains((await portal.Get<MyWorkQuery>().RunAsync(As(org.Sam), Now)).Items, item => item.Href == $"/reviews/{campaign}/mine");
        await AnswerAsync(org.Sam, campaign, new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more", Seconds = 30 });
        var sent = await portal.Get<SubmitAnswers>().RunAsync(As(org.Sam), campaign, Now);
        Assert.Equal(1, sent.Value.Ended);
        Assert.Equal("no_drafts", (await portal.Get<SubmitAnswers>().RunAsync(As(org.Sam), campaign, Now)).Refusal?.Code);
        await using var db = portal.Db();
        var item = await db.ReviewItems.SingleAsync(i => i.CampaignId == campaign && i.Number == 1, Now);
        Assert.Equal(ReviewOutcome.Revoked, item.Outcome);
        Assert.Equal(ReviewTie.SystemOwner, (await db.ReviewDecisions.SingleAsync(Now)).Tie);
    }

    [Fact]
    public async Task NotMine_GoesToWhoeverWasNamed_AndCannotJudgeToTheFallback()
    {
        var campaign = await StartAsync(Plan with { Fallback = org.Staff.Id });
        await AnswerAsync(org.Sam, campaign, new(ReviewAnswer.NotMine) { To = org.Nora.Id, Reason = "Nora runs this one" });
        Assert.Equal(1, (await portal.Get<SubmitAnswers>().RunAsync(As(org.Sam), campaign, Now)).Value.PassedOn);
        Assert.Equal(org.Nora.Id, await ReviewerAsync(campaign));
        await AnswerAsync(org.Nora, campaign, new(ReviewAnswer.CannotJudge) { Reason = "I do not know this system" });
        await portal.Get<SubmitAnswers>().RunAsync(As(org.Nora), campaign, Now);
        Assert.Equal(org.Staff.Id, await ReviewerAsync(campaign));
    }

    [Fact]
    public async Task StandIn_AnswersForTheLender_AndTheRecordSaysSo()
    {
        var campaign = await StartAsync(Plan);
        var lent = Delegation.Offer(new(org.Home.Id, org.Sam.Id, org.Nora.Id, portal.Now, portal.Now.AddDays(7), "On holiday"), portal.Now).Value;
        lent.Accept(portal.Now);
        await portal.ArrangeAsync(db => db.Add(lent));
        await AnswerAsync(org.Nora, campaign, new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more" });
        await portal.Get<SubmitAnswers>().RunAsync(As(org.Nora), campaign, Now);
        await using var db = portal.Db();
        var decision = await db.ReviewDecisions.SingleAsync(Now);
        Assert.Equal((org.Nora.Id, (PersonId?)org.Sam.Id), (decision.PersonId, decision.ForId));
    }

    [Fact]
    public async Task StandInAtOneStage_BarsTheLenderAtTheNext_AndSoDoesASecondAccount()
    {
        var campaign = await StartAsync(Plan with { Stages = [new(ReviewerRule.Named, org.Sam.Id), new(ReviewerRule.Named, org.Staff.Id)] });
        var lent = Delegation.Offer(new(org.Home.Id, org.Sam.Id, org.Nora.Id, portal.Now, portal.Now.AddDays(7), "On holiday"), portal.Now).Value;
        lent.Accept(portal.Now);
        var twin = Domain.People.Person.Create(org.Home.Id, "oid-nora-2", "Nora, too", org.Nora.Mail, portal.Now);
        await portal.ArrangeAsync(db => db.AddRange(lent, twin));
        await AnswerAsync(org.Nora, campaign, new(ReviewAnswer.Keep) { Reason = "It is needed every day" });
        Assert.True((await portal.Get<SubmitAnswers>().RunAsync(As(org.Nora), campaign, Now)).Succeeded);
        Assert.Equal(org.Staff.Id, await ReviewerAsync(campaign));

        foreach (var same in new[] { org.Sam, org.Nora, twin })
            Assert.Equal("one_stage", (await portal.Get<ReassignItems>().RunAsync(Iam, campaign, null, [1], same.Id, "They know this system", Now)).Refusal?.Code);
    }

    [Fact]
    public async Task Reason_ThatLooksLikeASecret_IsKeptNowhere()
    {
        var campaign = await StartAsync(Plan);
        const string secret = "the password: Tr0ub4dor-and-3";
        Assert.Equal("looks_secret", (await portal.Get<AnswerItems>().RunAsync(As(org.Sam), campaign, [1], new(ReviewAnswer.Revoke) { Reason = secret }, Now)).Refusal?.Code);
        Assert.Equal("looks_secret", (await portal.Get<ExtendCampaign>().RunAsync(Iam, campaign, 2, secret, Now)).Refusal?.Code);
        Assert.Equal("looks_secret", (await portal.Get<ReassignItems>().RunAsync(Iam, campaign, null, [1], org.Nora.Id, secret, Now)).Refusal?.Code);
        await using var db = portal.Db();
        Assert.False(await db.AuditEvents.AnyAsync(e => e.Body.Contains("Tr0ub4dor"), Now));
    }

    [Fact]
    public async Task StandIn_ForAnotherRole_AnswersNothing()
    {
        var campaign = await StartAsync(Plan);
        var lent = Delegation.Offer(new(org.Home.Id, org.Sam.Id, org.Nora.Id, portal.Now, portal.Now.AddDays(7), "On holiday") { Role = OwnerRole.IamOwner }, portal.Now).Value;
        lent.Accept(portal.Now);
        await portal.ArrangeAsync(db => db.Add(lent));
        Assert.Equal("not_yours", (await portal.Get<AnswerItems>().RunAsync(As(org.Nora), campaign, [1], new(ReviewAnswer.Keep) { Reason = "It is needed every day" }, Now)).Refusal?.Code);
        Assert.All((await portal.Get<WorklistQuery>().RunAsync(As(org.Nora), campaign, null, 0, 50, Now))!.Rows, row => Assert.Equal(org.Nora.Id, row.Item.ReviewerId));
        Assert.Equal(1, Assert.Single(await portal.Get<MyReviewItemsQuery>().RunAsync(As(org.Nora), Now)).Items);
    }

    [Fact]
    public async Task Reviewer_WithoutARole_TakesNoReportOfWhatOthersDecided()
    {
        var campaign = await StartAsync(Plan);
        await AnswerAsync(org.Sam, campaign, new(ReviewAnswer.Revoke) { Reason = "Nobody needs it any more" });
        await portal.Get<SubmitAnswers>().RunAsync(As(org.Sam), campaign, Now);
        var reports = portal.Get<ReviewReportQuery>();
        Assert.Null(await reports.RunAsync(As(org.Nora), campaign, Now));
        Assert.False((await portal.Get<ReviewEndingQuery>().RunAsync(As(org.Nora), campaign, null, 0, 10, Now))!.MayReport);
        Assert.NotNull(await reports.RunAsync(As(org.Staff), campaign, Now));
        Assert.NotNull(await reports.RunAsync(As(org.Bea, Role.Auditor), campaign, Now));
    }

    [Fact]
    public async Task StandInOfAnotherTenant_IsNotToldOfItemsTheyCannotAnswer()
    {
        var campaign = await StartAsync(Plan);
        var lent = Delegation.Offer(new(org.Other.Id, org.Sam.Id, org.Stranger.Id, portal.Now, portal.Now.AddDays(7), "On holiday"), portal.Now).Value;
        lent.Accept(portal.Now);
        await portal.ArrangeAsync(db => db.Add(lent));
        Assert.Empty(await portal.Get<MyReviewItemsQuery>().RunAsync(As(org.Stranger), Now));
        Assert.Null(await portal.Get<CampaignPageQuery>().RunAsync(As(org.Stranger), campaign, Now));
        Assert.Equal(campaign, Assert.Single(await portal.Get<MyReviewItemsQuery>().RunAsync(As(org.Sam), Now)).Id);
    }

    [Fact]
    public async Task NewOwner_MidReview_IsAskedInstead_AndTwiceChangesNothing()
    {
        var campaign = await StartAsync(Plan);
        await portal.ArrangeAsync(db =>
        {
            db.Ownerships.Single(o => o.TargetId == org.Directory.Id && o.Role == OwnerRole.SystemOwner && o.ClosedAt == null).End(OwnershipEnd.HandedOver, "moved on", portal.Now);
            var next = Ownership.Nominate(org.Home.Id, OwnerRole.SystemOwner, org.Nora.Id, null, org.Directory.Id, null, null, portal.Now);
            next.Accept(org.Nora.Id, 90, portal.Now);
            db.Add(next);
        });
        await portal.Get<RunCampaigns>().RunAsync(Now);
        Assert.Equal(org.Nora.Id, await ReviewerAsync(campaign));
        var before = await EventsAsync();
        await portal.Get<RunCampaigns>().RunAsync(Now);
        Assert.Equal(before, await EventsAsync());
    }

    [Fact]
    public async Task Series_OnItsDay_StartsTheNextOnce()
    {
        await StartAsync(Plan);
        portal.Time.Advance(TimeSpan.FromDays(60));
        Assert.Equal(0, await portal.Get<RepeatCampaigns>().RunAsync(Now));
        portal.Time.Advance(TimeSpan.FromDays(33));
        await portal.Get<RepeatCampaigns>().RunAsync(Now);
        await portal.Get<RepeatCampaigns>().RunAsync(Now);
        await using var db = portal.Db();
        Assert.Equal([1, 2], await db.ReviewCampaigns.OrderBy(c => c.Turn).Select(c => c.Turn).ToListAsync(Now));
    }

    [Fact]
    public async Task Draft_OpenedAgain_ShowsAllThatItAsks_AndIsChangedUntilItStarts()
    {
        var plan = Plan with
        {
            Scope = new() { Target = org.Directory.Id, RiskFrom = Domain.Targets.RiskLevel.High, UnattestedDays = 30, Keys = false },
            Stages = [new(ReviewerRule.BusinessOwner), new(ReviewerRule.SystemOwner), new(ReviewerRule.Named, org.Nora.Id)],
            EscalateTo = org.Staff.Id,
        };
        var saved = await portal.Get<SaveCampaign>().RunAsync(Iam, org.Home.Id, null, plan, Now);
        Assert.True(saved.Succeeded, saved.Refusal?.Sentence);
        var drafts = portal.Get<CampaignDraftQuery>();
        Assert.Null(await drafts.RunAsync(As(org.Sam), saved.Value, Now));
        var form = new CampaignForm();
        form.Fill((await drafts.RunAsync(Iam, saved.Value, Now))!);
        Assert.Equal(JsonSerializer.Serialize(plan), JsonSerializer.Serialize(form.Read().Value));

        (form.Name, form.UnattestedDays) = ("Everything there", null);
        var changed = await portal.Get<SaveCampaign>().RunAsync(Iam, org.Home.Id, saved.Value, form.Read().Value, Now);
        Assert.Equal(saved.Value, changed.Value);
        Assert.Equal("Everything there", (await drafts.RunAsync(Iam, saved.Value, Now))!.Plan.Name);
        Assert.True((await portal.Get<StartCampaign>().RunAsync(Iam, saved.Value, Now)).Succeeded);
        Assert.Null(await drafts.RunAsync(Iam, saved.Value, Now));
    }

    private async Task<CampaignId> StartAsync(CampaignPlan plan)
    {
        var draft = await portal.Get<SaveCampaign>().RunAsync(Iam, org.Home.Id, null, plan, Now);
        Assert.True(draft.Succeeded, draft.Refusal?.Sentence);
        var started = await portal.Get<StartCampaign>().RunAsync(Iam, draft.Value, Now);
        Assert.True(started.Succeeded, started.Refusal?.Sentence);
        return draft.Value;
    }

    private async Task AnswerAsync(Domain.People.Person who, CampaignId campaign, ReviewVoice voice)
    {
        var drafted = await portal.Get<AnswerItems>().RunAsync(As(who), campaign, [1], voice, Now);
        Assert.True(drafted.Succeeded, drafted.Refusal?.Sentence);
    }

    private async Task<PersonId> ReviewerAsync(CampaignId campaign)
    {
        await using var db = portal.Db();
        return await db.ReviewItems.Where(i => i.CampaignId == campaign && i.Number == 1).Select(i => i.ReviewerId).SingleAsync(Now);
    }

    private async Task<int> EventsAsync()
    {
        await using var db = portal.Db();
        return await db.AuditEvents.CountAsync(Now);
    }
}
