using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Reviews;
using NhiPortal.Features.Reviews.Ending;
using static NhiPortal.Tests.SmallOrganisation;

namespace NhiPortal.Tests.Features.Reviews;

/// <summary>A monthly review lived for a year, day by day, from the last of January on.</summary>
public sealed class YearOfReviewsTests
{
    private static readonly DateOnly Anchor = new(2027, 1, 31);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Series_EachTurnStartsOnItsDay_AndInheritsNothing()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Time.SetUtcNow(new(Anchor.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero));
        var org = await CreateAsync(portal);
        var staff = As(org.Staff, Role.IamStaff);
        var first = await portal.Get<SaveCampaign>().RunAsync(staff, org.Home.Id, null, new()
        {
            Name = "Every month", Scope = new() { Keys = false }, Stages = [new(ReviewerRule.Named, org.Nora.Id)], Fallback = org.Staff.Id, Lead = org.Staff.Id, DueDays = 5, Undecided = UndecidedOutcome.Keep, Repeats = Recurrence.Monthly,
        }, Stop);
        Assert.True((await portal.Get<StartCampaign>().RunAsync(staff, first.Value, Stop)).Succeeded);
        await DisturbAsync(portal, org, staff, first.Value, 1);

        for (var day = 1; day <= 366; day++)
        {
            portal.Time.Advance(TimeSpan.FromDays(1));
            await portal.Get<RepeatCampaigns>().RunAsync(Stop);
            await using var db = portal.Db();
            var newest = await db.ReviewCampaigns.AsNoTracking().OrderByDescending(c => c.Turn).FirstAsync(Stop);
            if (DateOnly.FromDateTime(newest.StartedAt!.Value.UtcDateTime) == DateOnly.FromDateTime(portal.Now.UtcDateTime))
            {
                await IsFreshAsync(portal, org, newest);
                // The same day again, and by another instance: nothing more comes of it.
                await Task.WhenAll(portal.Get<RepeatCampaigns>().RunAsync(Stop), portal.Get<RepeatCampaigns>().RunAsync(Stop));
                await DisturbAsync(portal, org, staff, newest.Id, newest.Turn);
            }

            await portal.Get<RunCampaigns>().RunAsync(Stop);
            await portal.Get<FinishReviews>().RunAsync(Stop);
        }

        await using var after = portal.Db();
        var turns = await after.ReviewCampaigns.AsNoTracking().OrderBy(c => c.Turn).ToListAsync(Stop);
        // A short month moves none of the later ones, and the year's end is a day like any other.
        Assert.Equal(Enumerable.Range(0, 13).Select(turn => (turn + 1, Anchor.AddMonths(turn))), turns.Select(c => (c.Turn, DateOnly.FromDateTime(c.StartedAt!.Value.UtcDateTime))));
        Assert.Contains(turns, c => c.StartedAt!.Value.UtcDateTime is { Month: 12, Day: 31 });
        Assert.All(turns.SkipLast(1), c => Assert.Null(c.NextOn));
        Assert.Equal(Anchor.AddMonths(13), turns[^1].NextOn);
    }

    /// <summary>The question is the same; nothing else is.</summary>
    private static async Task IsFreshAsync(TestPortal portal, SmallOrganisation org, ReviewCampaign campaign)
    {
        await using var db = portal.Db();
        var last = await db.ReviewCampaigns.AsNoTracking().SingleAsync(c => c.SeriesId == campaign.SeriesId && c.Turn == campaign.Turn - 1, Stop);
        Assert.Equal((CampaignState.Running, last.Plan.Name, last.Plan.Undecided, last.LeadId), (campaign.State, campaign.Plan.Name, campaign.Plan.Undecided, campaign.LeadId));
        Assert.Null(campaign.CreatedById);
        Assert.Null(campaign.ExtendedAt ?? campaign.ClosingAt ?? campaign.OrderedAt ?? campaign.ClosedAt ?? campaign.SignedOffAt ?? campaign.FirstDueAt);
        Assert.Null(campaign.Quality);
        Assert.Equal((BusinessDays.After(portal.Now, 5), BusinessDays.Before(BusinessDays.After(portal.Now, 5), 2)), (campaign.DueAt!.Value, campaign.EscalateAt!.Value));
        Assert.False(await db.ReviewDecisions.AnyAsync(d => d.CampaignId == campaign.Id, Stop));
        Assert.False(await db.CarryOuts.AnyAsync(l => l.CampaignId == campaign.Id, Stop));
        var items = await db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == campaign.Id).ToListAsync(Stop);
        Assert.All(items, item => Assert.True(item is { Outcome: null, Drafted: null, EscalatedToId: null, ReduceTo: null, RotateBy: null, Answers: 0, Stage: 0, Reassigned: false } && item.ReviewerId == org.Nora.Id));
        Assert.All(items, item => Assert.Equal(portal.Now, item.Facts.TakenAt));
        // What is there today is asked about, all of it and nothing that has ended since.
        Assert.Equal((await db.Paths.Where(p => p.RemovedAt == null).Select(p => p.Id.Value).ToListAsync(Stop)).Order(), items.Select(i => i.PathId!.Value.Value).Order());
    }

    /// <summary>Leaves behind all that a next turn could wrongly take over: an answer of each kind, a draft, a handed-over item, an extension, a closed and a new path.</summary>
    private static async Task DisturbAsync(TestPortal portal, SmallOrganisation org, Actor staff, CampaignId id, int turn)
    {
        await portal.ArrangeAsync(db =>
        {
            db.Add(PrivilegePath.Create(org.Sync.Id, org.Database.Id, "group.add_member", $"team-{turn}-*", portal.Now));
            db.Paths.Where(p => p.RemovedAt == null && p.ResourcePattern == $"team-{turn - 2}-*").ToList().ForEach(path => path.Remove(portal.Now));
        });
        if (turn % 3 == 0)
            Assert.True((await portal.Get<ExtendCampaign>().RunAsync(staff, id, 3, "People are away this week", Stop)).Succeeded);
        Assert.True((await portal.Get<ReassignItems>().RunAsync(staff, id, null, [2], org.Staff.Id, "Nora is away today", Stop)).Succeeded);
        Assert.True((await portal.Get<AnswerItems>().RunAsync(As(org.Nora), id, [1], new(ReviewAnswer.Keep) { Reason = "It is needed every month", Seconds = 20 }, Stop)).Succeeded);
        if (turn % 2 == 0)
            Assert.True((await portal.Get<SubmitAnswers>().RunAsync(As(org.Nora), id, Stop)).Succeeded);
    }
}
