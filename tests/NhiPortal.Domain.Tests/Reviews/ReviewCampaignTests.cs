using FsCheck.Fluent;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Domain.Tests.Reviews;

/// <summary>A campaign goes forward only, and a series comes again on its days with nothing of what was answered.</summary>
public sealed class ReviewCampaignTests
{
    private static readonly CampaignCount Enough = new(3, 2, 0, null, ["orders-db was last read 2026-02-01."]);

    [Fact]
    public void Series_OverAYear_BeginsOnEachDayAndInheritsNothing() => World.Holds(
        from start in Gen.Choose(0, 364)
        from repeats in Gen.Elements(Recurrence.Monthly, Recurrence.Quarterly, Recurrence.HalfYearly)
        from late in Gen.Choose(0, 5)
        from extends in Gen.Elements(true, false)
        select (start, repeats, late, extends),
        x =>
        {
            var begin = World.Now.AddDays(x.start);
            var anchor = DateOnly.FromDateTime(begin.UtcDateTime);
            var current = Draft(x.repeats);
            if (!current.Start(Enough, begin).Succeeded)
                return false;
            List<(int Turn, DateOnly Day)> turns = [(1, anchor)];
            for (var now = begin; now < begin.AddDays(366); now = now.AddDays(1 + (x.late * turns.Count % 3)))
            {
                if (x.extends && current.ExtendedAt is null)
                    current.Extend(3, "More time is needed", World.People[0], now);
                var planned = current.NextOn;
                if (current.Again(now) is not { Succeeded: true, Value: var next })
                    continue;
                var fresh = next is { State: CampaignState.Draft, Items: 0, StartedAt: null, DueAt: null, ExtendedAt: null, ExtendReason: null, NextOn: null, Trouble: null, CreatedById: null } && next.Stale.Count == 0;
                // One follows one: asked again, nothing more comes of it.
                if (!fresh || next.Plan != current.Plan || next.SeriesId != current.SeriesId || next.Turn != current.Turn + 1 || current.Again(now).Succeeded || planned > DateOnly.FromDateTime(now.UtcDateTime))
                    return false;
                turns.Add((next.Turn, planned!.Value));
                current = next;
                if (!current.Start(Enough, now).Succeeded)
                    return false;
            }

            var months = x.repeats switch { Recurrence.Monthly => 1, Recurrence.Quarterly => 3, _ => 6 };
            return turns.Count >= 12 / months && turns.All(turn => turn.Day == anchor.AddMonths(months * (turn.Turn - 1)));
        },
        400);

    [Fact]
    public void Start_WhileSomethingHasNoReviewer_IsRefusedWithTheFirst()
    {
        var refused = Draft(Recurrence.Once).Start(new(412, 37, 6, "hr-sync: Ada is IAM owner.", []), World.Now);
        Assert.Equal("without_reviewer", refused.Refusal?.Code);
        Assert.Contains("6 of 412", refused.Refusal!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Extend_OnceOnly()
    {
        var campaign = Draft(Recurrence.Once);
        campaign.Start(Enough, World.Now);
        Assert.True(campaign.Extend(3, "People are away", World.People[0], World.Now.AddDays(2)).Succeeded);
        Assert.Equal("extended", campaign.Extend(3, "Still away", World.People[0], World.Now.AddDays(3)).Refusal?.Code);
    }

    [Fact]
    public void Extend_GoesNoFurtherThanACampaignMayRun()
    {
        var campaign = Draft(Recurrence.Once);
        campaign.Start(Enough, World.Now);
        Assert.Equal("due_days", campaign.Extend(campaign.MostMoreDays + 1, "People are away", World.People[0], World.Now).Refusal?.Code);
        Assert.Equal("due_days", campaign.Extend(0, "People are away", World.People[0], World.Now).Refusal?.Code);
        var promised = campaign.DueAfter(campaign.MostMoreDays, World.Now);
        Assert.True(campaign.Extend(campaign.MostMoreDays, "People are away", World.People[0], World.Now).Succeeded);
        Assert.Equal((promised, BusinessDays.After(World.Now, CampaignPlan.LongestDueDays)), (campaign.DueAt!.Value, campaign.DueAt.Value));
    }

    [Fact]
    public void Plan_ThatKeepsAdministrativeAccessBySilence_IsRefused() =>
        Assert.Equal("silence_keeps", (Plan(Recurrence.Once) with { Undecided = UndecidedOutcome.Keep }).Checked().Refusal?.Code);

    [Fact]
    public void BusinessDays_EndOnADayPeopleWork() => World.Holds(
        from start in Gen.Choose(0, 700) from days in Gen.Choose(1, 60) select (start, days),
        x =>
        {
            var from = World.Now.AddDays(x.start);
            var due = BusinessDays.After(from, x.days);
            var last = DateOnly.FromDateTime(due.AddTicks(-1).UtcDateTime);
            var worked = Enumerable.Range(1, last.DayNumber - DateOnly.FromDateTime(from.UtcDateTime).DayNumber).Count(n => BusinessDays.Is(DateOnly.FromDateTime(from.UtcDateTime).AddDays(n)));
            return BusinessDays.Is(last) && worked == x.days && BusinessDays.Before(due, 1) < due;
        },
        300);

    private static CampaignPlan Plan(Recurrence repeats) => new()
    {
        Name = "Administrators", Scope = new() { CreatesAdministrators = true }, Stages = [new(ReviewerRule.SystemOwner)], Fallback = World.People[1], Lead = World.People[0], DueDays = 10, Repeats = repeats,
    };

    private static ReviewCampaign Draft(Recurrence repeats) => ReviewCampaign.Draft(new(Guid.Empty), Plan(repeats), World.People[0], World.Now).Value;
}
