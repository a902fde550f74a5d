using FsCheck.Fluent;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Domain.Tests.Unattended;

/// <summary>Nothing is taken away but by every step of its ladder, each in its turn and its time, and nobody attending.</summary>
public sealed class RevocationTests
{
    private static readonly LadderStep[] AllSteps = Enum.GetValues<LadderStep>();

    private static readonly FsCheck.Gen<LadderPlan> Plans =
        from after in Gen.Choose(0, 90)
        from escalate in Gen.Choose(-5, 20)
        from freeze in Gen.Choose(-5, 20)
        from announce in Gen.Choose(1, 20)
        from suspend in Gen.Choose(-5, 20)
        from revoke in Gen.Choose(1, 30)
        from back in Gen.Choose(1, 60)
        from most in Gen.Choose(1, 50)
        from percent in Gen.Choose(1, 100)
        select new LadderPlan
        {
            After = after, Escalate = escalate < 0 ? null : escalate, Freeze = freeze < 0 ? null : freeze, Announce = announce, Suspend = suspend < 1 ? null : suspend,
            Revoke = revoke, WayBackDays = back, MostAtOnce = most, MostPercent = percent,
        };

    /// <summary>What somebody tries, so many hours after what was tried before.</summary>
    private static readonly FsCheck.Gen<IReadOnlyList<(int Act, int Hours)>> Stories =
        from story in Gen.ListOf(from act in Gen.Choose(0, 9) from hours in Gen.Choose(0, 24 * 25) select (act, hours))
        select (IReadOnlyList<(int, int)>)[.. story];

    [Fact]
    public void Taking_ByWhateverIsTried_FollowsEveryStepInItsTime() => World.Holds(
        from plan in Plans from story in Stories select (plan, story),
        x =>
        {
            var (plan, now, row) = (x.plan, World.Now, Found(World.Now));
            var pausedUntil = DateTimeOffset.MinValue;
            foreach (var (act, hours) in x.story)
            {
                now = now.AddHours(hours);
                if (act < 6)
                    row.Take(AllSteps[act], plan, null, "so it was", now);
                else if (act == 6)
                    row.Pause(World.People[0], "on holiday", now.AddDays(3), now);
                else if (row.DueStep(plan, now) is { } due)
                    row.Take(due, plan, null, "so it was", now);
                pausedUntil = row.PausedUntil ?? pausedUntil;
            }

            var wanted = plan.Steps.Take(row.Steps.Count).ToList();
            return row.Steps.Select(step => step.Step).SequenceEqual(wanted.Select(step => step.Step))
                && row.Steps.Zip(row.Steps.Skip(1)).Zip(wanted.Skip(1)).All(pair => pair.First.Second.At >= pair.First.First.At.AddDays(pair.Second.Days))
                && (row.State == RevocationState.Running) == (row.Steps.Count == plan.Steps.Count())
                && row.Steps.Where(step => step.Step == LadderStep.Revoke).All(step => step.At >= row.RevokeOn && step.At >= row.AnnouncedAt!.Value.AddDays(1));
        },
        800);

    [Fact]
    public void Taking_AfterAnOutageOfAnyLength_SkipsNoStepAndKeepsItsDistance() => World.Holds(
        from plan in Plans from days in Gen.Choose(1, 400) select (plan, days),
        x =>
        {
            var (now, row) = (World.Now, Found(World.Now));
            for (var sweep = 0; sweep < 12; sweep++, now = now.AddDays(x.days))
                if (row.DueStep(x.plan, now) is { } due)
                    row.Take(due, x.plan, null, "so it was", now);
            return row.Steps.Select(step => step.At).Distinct().Count() >= row.Steps.Count - x.plan.Steps.Count(step => step.Days == 0)
                && row.Steps.Select(step => step.Step).SequenceEqual(x.plan.Steps.Take(row.Steps.Count).Select(step => step.Step));
        },
        600);

    [Fact]
    public void Keeping_BeforeTheLastStep_EndsItForEver() => World.Holds(
        from plan in Plans from steps in Gen.Choose(0, 6) select (plan, steps),
        x =>
        {
            var (now, row) = (World.Now, Found(World.Now));
            foreach (var (step, days) in x.plan.Steps.Take(x.steps))
                row.Take(step, x.plan, null, "so it was", now = now.AddDays(days + (step > LadderStep.Announce ? 40 : 0)));
            var taken = row.Steps.Exists(step => step.Step == LadderStep.Revoke);
            var kept = row.Keep("It was confirmed.", World.People[0], null, now);
            return kept.Succeeded != taken && (taken || (row.State == RevocationState.Cancelled && row.EndWords == "It was confirmed."
                && row.DueStep(x.plan, now.AddYears(1)) is null && AllSteps.All(step => !row.Take(step, x.plan, null, "x", now.AddYears(1)).Succeeded)));
        },
        600);

    [Fact]
    public void Undoing_IsOpenForExactlyTheWayBack() => World.Holds(
        from plan in Plans from hours in Gen.Choose(0, 24 * 70) select (plan, hours),
        x =>
        {
            var (row, at) = Taken(x.plan);
            var now = at.AddHours(x.hours);
            return row.Undo(World.People[0], "it is needed", null, now).Succeeded == (x.hours < x.plan.WayBackDays * 24) && !row.Undo(World.People[0], "again", null, now).Succeeded;
        },
        600);

    [Fact]
    public void Look_OnlyWhenEverythingIsShown_Confirms()
    {
        var (row, at) = Taken(LadderPlan.Default(UnattendedKind.AttestationOverdue));
        var status = row.Took(TakenKind.Status, Guid.NewGuid(), "It was active", TakenWay.Portal, null, at);
        var account = row.Took(TakenKind.Identity, Guid.NewGuid(), "Account", TakenWay.Hand, null, at);
        status.Show("Seen.", at);
        row.Look(null, at);
        Assert.Equal(RevocationState.Running, row.State);
        Assert.Equal("not_done", account.Confirm(World.People[1], at).Refusal!.Code);
        Assert.True(account.Report(World.People[0], "ticket 4711", at).Succeeded);
        Assert.Equal("own_work", account.Confirm(World.People[0], at).Refusal!.Code);
        row.Look("Somebody other must confirm it.", at + Revocation.Patience);
        Assert.Equal((RevocationState.Failed, true), (row.State, row.StuckSince is not null));
        Assert.True(account.Confirm(World.People[1], at).Succeeded);
        row.Look(null, at.AddDays(4));
        Assert.Equal((RevocationState.Confirmed, null, null), (row.State, row.StuckSince, row.CheckAt));
    }

    [Fact]
    public void Limit_IsTheLessOfBoth_AndNeverNone() => World.Holds(
        from plan in Plans from alive in Gen.Choose(0, 100_000) select (plan, alive),
        x => x.plan.Limit(x.alive) is var limit && limit >= 1 && limit <= x.plan.MostAtOnce && (limit == 1 || limit * 100L <= x.alive * (long)x.plan.MostPercent));

    [Fact]
    public void Plans_MadeWeaker_AreToldFromStricterOnes() => World.Holds(
        from one in Plans from other in Plans select (one, other),
        x => !x.one.IsWeakerThan(x.one) && !x.one.IsBolderThan(x.one)
            && (x.one.IsWeakerThan(x.other) || (x.one.After + x.one.Length <= x.other.After + x.other.Length && x.other.Steps.All(step => x.one.DaysOf(step.Step) is not null))));

    [Fact]
    public void Policy_Beginning_ReportsFirst_AndWeakeningWaitsForSomebodyElse()
    {
        var (policy, plan, today) = (UnattendedPolicy.Off(UnattendedKind.AttestationOverdue), LadderPlan.Default(UnattendedKind.AttestationOverdue), DateOnly.FromDateTime(World.Now.UtcDateTime));
        Assert.Equal("report_first", policy.Set(new(true, null, plan), World.People[0], "begin", World.Now).Refusal!.Code);
        Assert.True(policy.Set(new(true, today.AddDays(14), plan), World.People[0], "begin", World.Now).Value);
        Assert.True(policy.ReportsOnly(World.Now.AddDays(14)));
        Assert.False(policy.ReportsOnly(World.Now.AddDays(15)));
        Assert.True(policy.Set(policy.Order with { Plan = plan with { Revoke = 7 } }, World.People[0], "sooner", World.Now).Value);
        foreach (var weaker in new[] { policy.Order with { On = false }, policy.Order with { Plan = plan with { Revoke = 30 } }, policy.Order with { Plan = plan with { Revoke = 7, Freeze = null } }, policy.Order with { Plan = plan with { Revoke = 7, MostAtOnce = 500 } }, policy.Order with { ReportOnlyUntil = today.AddDays(60) } })
        {
            Assert.False(policy.Set(weaker, World.People[0], "later", World.Now).Value);
            Assert.Equal("own_proposal", policy.Answer(World.People[0], true, World.Now).Refusal!.Code);
            Assert.True(policy.Answer(World.People[1], false, World.Now).Succeeded);
            Assert.True(policy.On);
        }

        policy.Set(policy.Order with { On = false }, World.People[0], "stop", World.Now);
        Assert.True(policy.Answer(World.People[1], true, World.Now).Succeeded);
        Assert.False(policy.On);
    }

    private static (Revocation Row, DateTimeOffset At) Taken(LadderPlan plan)
    {
        var (now, row) = (World.Now, Found(World.Now));
        foreach (var (step, days) in plan.Steps)
            Assert.True(row.Take(step, plan, null, "so it was", now = now.AddDays(days)).Succeeded);
        return (row, now);
    }

    private static Revocation Found(DateTimeOffset now) => Revocation.Find(
        new UnattendedThing(UnattendedKind.AttestationOverdue, default, "Business owner of HR sync", World.People[0]) { Ownership = Id.New<OwnershipId>(now) }, now.AddDays(-30), "Nobody confirmed it.", false, now);
}
