using FsCheck.Fluent;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Reviews;

/// <summary>Every item comes to exactly one outcome, and to none by somebody who may not decide.</summary>
public sealed class ReviewItemTests
{
    private static readonly CampaignId Campaign = new(new Guid("00000000-0000-0000-0000-0000000000c1"));
    private static readonly ReviewAnswer[] Answers = Enum.GetValues<ReviewAnswer>();

    private static readonly FsCheck.Gen<ReviewerFacts> Reviewers =
        from person in Gen.Elements(World.People)
        from active in Gen.Frequency((6, Gen.Constant(true)), (1, Gen.Constant(false)))
        from tenant in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false)))
        from external in Gen.Frequency((8, Gen.Constant(false)), (1, Gen.Constant(true)))
        from filled in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        from tie in Gen.Elements(Enum.GetValues<ReviewTie>())
        select new ReviewerFacts { Person = person, Active = active, InTenant = tenant, External = external, FilledEarlier = filled, Ties = tie == ReviewTie.None ? [] : [new(tie, "So it is.")] };

    private static readonly FsCheck.Gen<IReadOnlyList<(int Act, ReviewerFacts Who)>> Stories =
        from story in Gen.ListOf(from act in Gen.Choose(0, 9) from who in Reviewers select (act, who))
        select (IReadOnlyList<(int, ReviewerFacts)>)[.. story];

    [Fact]
    public void Outcome_ByWhateverIsTried_IsOneAndByWhoMay() => World.Holds(
        from stages in Gen.Choose(1, 3) from story in Stories from undecided in Gen.Elements(Enum.GetValues<UndecidedOutcome>()) select (stages, story, undecided),
        x =>
        {
            var (item, now) = (Item(x.stages), World.Now);
            foreach (var (act, who) in x.story)
            {
                now = now.AddHours(1);
                var (before, alone) = (item.Outcome, item.Alone);
                if (act < 6)
                    Decide(item, Answers[act], who, now);
                else if (act == 6)
                    item.Reassign(who);
                else if (act == 7)
                    item.FindGone(now);
                else
                    item.Escalate(who.Person, now);
                // What was decided stays; what is newly decided was decided by somebody who may.
                if (before is not null && item.Outcome != before)
                    return false;
                if (before is null && item.Outcome is not (null or ReviewOutcome.Gone) && (ReviewRules.WhyNot(who, alone) is not null || !who.Active || who.External))
                    return false;
            }

            var decided = item.Outcome;
            item.FallTo(x.undecided, now);
            var after = item.Outcome;
            return after is not null && (decided is null || decided == after) && !item.FallTo(UndecidedOutcome.Keep, now) && !item.FindGone(now) && item.Outcome == after && item.Drafted is null;
        },
        1500);

    [Fact]
    public void Kept_AtTheEnd_SomebodyIndependentSawIt() => World.Holds(
        from stages in Gen.Choose(1, 3) from story in Stories select (stages, story),
        x =>
        {
            var (item, independent) = (Item(x.stages), false);
            foreach (var (act, who) in x.story.Where(step => step.Act < 6))
                if (Decide(item, Answers[act], who, World.Now) && Answers[act].Decides())
                    independent |= ReviewRules.IsIndependent(who);
            return item.Outcome is null or ReviewOutcome.Revoked || independent;
        },
        1500);

    [Fact]
    public void Order_HoweverThingsAreFound_IsTheSame() => World.Holds(
        from seed in Gen.Choose(0, 10_000) select seed,
        seed =>
        {
            var random = new Random(seed);
            var things = Enumerable.Range(0, 30).Select(n => Subject($"key-{n % 5}", $"action.{n % 7}", (RiskLevel)(n % 4)) with { Pattern = $"p{n}" }).ToArray();
            var shuffled = things.ToArray();
            random.Shuffle(shuffled);
            return ReviewSubject.InOrder(things, t => t).Select(t => t.Pattern).SequenceEqual(ReviewSubject.InOrder(shuffled, t => t).Select(t => t.Pattern));
        },
        100);

    [Theory]
    [InlineData("admins", true)]
    [InlineData("adm*", true)]
    [InlineData("*", false)]
    public void Reduce_OnlyToLess(string to, bool fits)
    {
        var drafted = Item(1).Draft(new(ReviewAnswer.Reduce) { ReduceTo = to, Reason = "Only these are needed." }, Free, ReasonRule.WhereItMatters, World.Now);
        Assert.Equal(fits, drafted.Succeeded);
    }

    [Theory]
    [InlineData("adm-*", true)]
    [InlineData("adm-one", true)]
    [InlineData("ad*", false)]
    public void Reduce_AtALaterStage_IsNeverMoreThanAnEarlierOne(string to, bool fits)
    {
        var item = Item(2);
        ReviewVoice Less(string pattern) => new(ReviewAnswer.Reduce) { ReduceTo = pattern, Reason = "Only these are needed." };
        Assert.True(item.Submit(item.Draft(Less("adm-*"), Free, ReasonRule.WhereItMatters, World.Now).Value, Free, World.Now).Succeeded);
        var later = item.Draft(Less(to), Free with { Person = World.People[1] }, ReasonRule.WhereItMatters, World.Now);
        Assert.Equal(fits ? null : "not_narrower", later.Refusal?.Code);
    }

    [Fact]
    public void Keep_OfSomethingCritical_NeedsAReason() =>
        Assert.Equal("needs_reason", Item(1).Draft(new(ReviewAnswer.Keep), Free, ReasonRule.WhereItMatters, World.Now).Refusal?.Code);

    private static ReviewerFacts Free => new() { Person = World.People[0], Active = true, InTenant = true };

    private static bool Decide(ReviewItem item, ReviewAnswer answer, ReviewerFacts who, DateTimeOffset now)
    {
        var voice = new ReviewVoice(answer) { Reason = "So it was found.", RotateBy = DateOnly.FromDateTime(now.UtcDateTime).AddDays(7), ReduceTo = "admins", To = World.People[1] };
        return item.Draft(voice, who, ReasonRule.WhereItMatters, now) is { Succeeded: true, Value: var draft } && item.Submit(draft, who, now).Succeeded;
    }

    private static ReviewSubject Subject(string key, string action, RiskLevel risk) => new()
    {
        Kind = ReviewItemKind.Privilege, Tenant = new(Guid.Empty), Integration = new(Guid.Empty), Key = key, Target = World.Directory, TargetKey = "corp-directory", Action = action, Pattern = "*", Risk = risk,
    };

    private static ReviewItem Item(int stages) => ReviewItem.Of(Campaign, 1, Subject("hr-sync", "account.create_admin", RiskLevel.Critical), new()
    {
        TakenAt = World.Now, Integration = "HR sync", Purpose = "Joiners", Kind = IntegrationKind.ScriptedAutomation, Status = IntegrationStatus.Active, What = "create an administrator", LastUsed = World.Now,
    }, World.People[0], false, stages);
}
