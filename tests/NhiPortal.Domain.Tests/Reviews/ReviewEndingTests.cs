using FsCheck.Fluent;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Reviews;

/// <summary>However people answer, and wherever the closing is interrupted, every item comes to exactly one end.</summary>
public sealed class ReviewEndingTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Home = new(Guid.NewGuid());
    private static readonly PersonId Lead = new(Guid.NewGuid());

    /// <summary>Whoever answers: fit, or unfit in one of the ways there are.</summary>
    private static readonly ReviewerFacts[] People =
    [
        Person(), Person(), Person() with { Active = false }, Person() with { External = true }, Person() with { InTenant = false },
        Person() with { Ties = [new(ReviewTie.Subject, "It is their own.")] }, Person() with { Ties = [new(ReviewTie.IntegrationOwner, "They own it.")] },
    ];

    private sealed record Act(int Item, int Person, ReviewAnswer Answer, bool Submits);

    private static readonly FsCheck.Gen<Act> Acts =
        from item in Gen.Choose(1, 6)
        from person in Gen.Choose(0, People.Length - 1)
        from answer in Gen.Elements(Enum.GetValues<ReviewAnswer>())
        from submits in Gen.Elements(true, true, false)
        select new Act(item, person, answer, submits);

    [Fact]
    public void AnyAnswers_ThenTheEnd_GiveEveryItemOneOutcome_AndNoneByWhoMayNot() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Acts.ListOf().ToArbitrary(), acts =>
        {
            var items = Items();
            foreach (var act in acts)
            {
                var (item, person) = (items[act.Item - 1], People[act.Person]);
                var before = item.Outcome;
                var draft = item.Draft(Voice(act.Answer), person, ReasonRule.WhereItMatters, Start);
                var taken = draft.Succeeded && act.Submits && item.Submit(draft.Value, person, Start).Succeeded;
                var fit = ReviewRules.WhyNot(person, alone: true) is null;
                if (taken && !fit || before is not null && item.Outcome != before || item.Outcome is not null && before is null && !(taken && act.Answer.Decides()))
                    return false;
            }

            var decided = items.ConvertAll(item => item.Outcome);
            foreach (var item in items)
                item.FallTo(UndecidedOutcome.Revoke, Start.AddDays(30));
            var ends = items.ConvertAll(item => (item.Outcome, item.OutcomeAt));
            // The closing was interrupted and is done again, by whoever comes next.
            foreach (var item in items)
                if (item.FallTo(UndecidedOutcome.Revoke, Start.AddDays(31)) || item.FindGone(Start.AddDays(31)))
                    return false;
            return ends.SequenceEqual(items.ConvertAll(item => (item.Outcome, item.OutcomeAt)))
                && items.Zip(decided).All(pair => pair.Second is null ? pair.First.Outcome == ReviewOutcome.UnattendedRevoked : pair.First.Outcome == pair.Second);
        }));

    [Fact]
    public void Campaign_GoesThroughItsEndInOrder_AndNeverBack()
    {
        var campaign = Running();
        var quality = ReviewQuality.Of([], 6, 0);
        Assert.Equal("not_due", campaign.EndDecisions(1, null, null, Start.AddDays(1)).Refusal?.Code);
        Assert.Equal("not_closing", campaign.Judge(quality).Refusal?.Code);
        Assert.Equal("not_closed", campaign.SignOff(Lead, "It holds", Start).Refusal?.Code);
        Assert.True(campaign.EndDecisions(1, Lead, "Everything that matters is decided", Start.AddDays(1)).Succeeded);
        Assert.Equal("not_running", campaign.EndDecisions(1, Lead, "again and again", Start.AddDays(1)).Refusal?.Code);
        Assert.Equal("not_closing", campaign.Close(0, Start.AddDays(1)).Refusal?.Code);
        Assert.True(campaign.Judge(quality).Succeeded);
        campaign.Ordered(Start.AddDays(1));
        Assert.Equal("not_carried_out", campaign.Close(1, Start.AddDays(2)).Refusal?.Code);
        Assert.True(campaign.Close(0, Start.AddDays(2)).Succeeded);
        Assert.Equal("not_lead", campaign.SignOff(new PersonId(Guid.NewGuid()), "It holds", Start).Refusal?.Code);
        Assert.True(campaign.SignOff(Lead, "It holds", Start.AddDays(3)).Succeeded);
        Assert.True(campaign.CountsAsEvidence);
        Assert.Equal("signed_off", campaign.SignOff(Lead, "It holds", Start.AddDays(3)).Refusal?.Code);
    }

    [Fact]
    public void RushedCampaign_IsSignedOffWithItsWarning_AndDoesNotCount()
    {
        var campaign = Running();
        Assert.True(campaign.EndDecisions(0, null, null, Start.AddDays(1)).Succeeded);
        campaign.Judge(ReviewQuality.Of(Answers(60, seconds: 1, bulk: true), 60, 0));
        campaign.Ordered(Start.AddDays(1));
        campaign.Close(0, Start.AddDays(1));
        campaign.SignOff(Lead, "Everything was kept", Start.AddDays(2));

        Assert.Equal(3, campaign.Quality!.Warnings.Count);
        Assert.False(campaign.CountsAsEvidence);
    }

    [Theory]
    [InlineData(50, 5, false, 0, false)]
    [InlineData(51, 5, false, 0, true)]
    [InlineData(20, 4, false, 0, true)]
    [InlineData(4, 0, true, 0, false)]
    [InlineData(20, 30, true, 0, true)]
    [InlineData(20, 30, false, 20, false)]
    [InlineData(20, 30, false, 21, true)]
    public void Quality_OfAnswersAlike_IsRushedBeyondItsBounds(int answers, int seconds, bool bulk, int silent, bool rushed) =>
        Assert.Equal(rushed, ReviewQuality.Of(Answers(answers, seconds, bulk), answers + silent, silent).IsRushed);

    [Fact]
    public void Quality_CountsOnlyAnswersAboutTheAccess_AndRunsOfOnePerson()
    {
        PersonId one = new(Guid.NewGuid()), other = new(Guid.NewGuid());
        JudgedAnswer Said(PersonId by, ReviewAnswer answer, int seconds) => new(by, answer, seconds, false, by == one ? ReviewTie.IntegrationOwner : ReviewTie.None);
        var quality = ReviewQuality.Of(
            [Said(one, ReviewAnswer.Keep, 10), Said(other, ReviewAnswer.Revoke, 20), Said(one, ReviewAnswer.Keep, 30), Said(one, ReviewAnswer.NotMine, 1), Said(other, ReviewAnswer.Keep, 40)], 4, 0);

        Assert.Equal((4, 2, 20, 2, 2), (quality.Answers, quality.People, quality.MedianSeconds, quality.LongestRun, quality.ByOwners));
        Assert.Equal(one, quality.LongestRunBy);
        Assert.False(quality.IsRushed);
    }

    [Fact]
    public void Line_DoneOnce_StaysDoneAsItWas()
    {
        var line = CarryOut.LeftToLadder(Items()[0], 1, "announced", Start.AddDays(5), Start);
        Assert.True(line.Follow(null, "The policy is off.", Start));
        Assert.False(line.Follow(null, "The policy is off.", Start.AddDays(1)));
        Assert.Equal(CarryOutState.Failing, line.State);
        Assert.True(line.Follow("Read back.", null, Start.AddDays(2)));
        Assert.False(line.Follow(null, "It is there again.", Start.AddDays(3)));
        Assert.False(line.LeaveToHand("Do it by hand.", Start.AddDays(3)));
        Assert.Equal("not_by_hand", line.ConfirmByHand(Lead, "I looked", Start).Refusal?.Code);
        Assert.Equal((CarryOutState.Done, "Read back.", Start.AddDays(2)), (line.State, line.Proof, line.DoneAt));
    }

    private static IReadOnlyList<JudgedAnswer> Answers(int count, int seconds, bool bulk) =>
        [.. Enumerable.Repeat(new JudgedAnswer(Lead, ReviewAnswer.Keep, seconds, bulk, ReviewTie.None), count)];

    private static ReviewCampaign Running()
    {
        var campaign = ReviewCampaign.Draft(Home, new() { Name = "Quarterly", Scope = new(), Stages = [new(ReviewerRule.SystemOwner)], Fallback = Lead, Lead = Lead, DueDays = 10 }, Lead, Start).Value;
        Assert.True(campaign.Start(new(6, 1, 0, null, []), Start).Succeeded);
        return campaign;
    }

    private static List<ReviewItem> Items()
    {
        var campaign = new CampaignId(Guid.NewGuid());
        return [.. Enumerable.Range(1, 6).Select(number => ReviewItem.Of(campaign, number,
            new() { Kind = ReviewItemKind.Privilege, Tenant = Home, Integration = new(Guid.NewGuid()), Key = "hr-sync", Target = new TargetId(Guid.NewGuid()), Path = new PathId(Guid.NewGuid()), Action = "group.add_member", Pattern = "adm-*", Risk = RiskLevel.High },
            new() { TakenAt = Start, Integration = "HR sync", Purpose = "Keeps accounts in step.", Kind = IntegrationKind.InternalAgent, Status = IntegrationStatus.Active, What = "adds members", LastUsed = Start.AddDays(-1) }, Lead, false, 1))];
    }

    private static ReviewVoice Voice(ReviewAnswer answer) => new(answer)
    {
        Reason = "It is as the facts say", RotateBy = DateOnly.FromDateTime(Start.UtcDateTime).AddDays(20), ReduceTo = "adm-one", To = Lead, Seconds = 12,
    };

    private static ReviewerFacts Person() => new() { Person = new PersonId(Guid.NewGuid()), Active = true, InTenant = true };
}
