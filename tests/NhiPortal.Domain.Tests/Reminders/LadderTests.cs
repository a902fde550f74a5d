using FsCheck.Fluent;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Domain.Tests.Reminders;

/// <summary>Each step of a ladder comes once, in order, and stops when there is nothing left to do.</summary>
public sealed class LadderTests
{
    private static readonly FsCheck.Gen<(int Days, int Start)> Intervals =
        from days in Gen.Choose(30, 365)
        from start in Gen.Choose(0, 100_000)
        select (days, start);

    [Fact]
    public void Attestation_WalkedHourByHour_ClimbsEachStepOnceAndInOrder() => World.Holds(
        Intervals,
        interval =>
        {
            var attested = World.Now.AddMinutes(interval.Start);
            var due = attested.AddDays(interval.Days);
            var steps = new List<Rung>();
            for (var now = attested; now <= due + Ownership.Grace + TimeSpan.FromDays(3); now = now.AddHours(1))
                if (Ladder.OfAttestation(attested, due, now) is { } rung && (steps.Count == 0 || steps[^1] != rung))
                    steps.Add(rung);
            return steps.Select(rung => rung.At).SequenceEqual(steps.Select(rung => rung.At).Distinct().Order())
                && steps.Select(rung => rung.Day).Distinct().Count() == steps.Count
                && steps.Exists(rung => rung.Kind == ReminderKind.AttestationDue) && steps.Count(rung => rung.Kind == ReminderKind.AttestationOverdue) == 3
                && steps.TrueForAll(rung => rung.At >= attested + ((due - attested) / 2))
                && steps.TrueForAll(rung => rung.Kind == ReminderKind.AttestationOverdue == rung.At >= due);
        },
        60);

    [Fact]
    public void Attestation_OnlyTheLastStepPassedCounts_AndNoneAfterTheLapse() => World.Holds(
        from interval in Intervals
        from hours in Gen.Choose(0, 400 * 24)
        select (interval, hours),
        x =>
        {
            var due = World.Now.AddDays(x.interval.Days);
            var now = World.Now.AddHours(x.hours);
            var rung = Ladder.OfAttestation(World.Now, due, now);
            return now >= due + Ownership.Grace ? rung is null : rung is null || (rung.Value.At <= now && now - rung.Value.At <= TimeSpan.FromDays(16));
        },
        5000);

    [Theory]
    [InlineData(31, null, null)]
    [InlineData(30, ReminderKind.AttestationDue, 30)]
    [InlineData(8, ReminderKind.AttestationDue, 14)]
    [InlineData(1, ReminderKind.AttestationDue, 1)]
    [InlineData(0, ReminderKind.AttestationOverdue, 0)]
    [InlineData(-6, ReminderKind.AttestationOverdue, 0)]
    [InlineData(-7, ReminderKind.AttestationOverdue, -7)]
    [InlineData(-13, ReminderKind.AttestationOverdue, -13)]
    [InlineData(-14, null, null)]
    public void Attestation_SoManyDaysBefore_IsAtItsStep(int daysLeft, ReminderKind? kind, int? step)
    {
        var due = World.Now.AddDays(90);
        var rung = Ladder.OfAttestation(World.Now, due, due.AddDays(-daysLeft));
        Assert.Equal((kind, step is null ? null : due.AddDays(-step.Value)), (rung?.Kind, rung?.At));
    }

    [Fact]
    public void Nomination_IsToldAtOnce_AndAgainBeforeItEnds() => World.Holds(
        Gen.Choose(1, 40),
        days =>
        {
            var answerBy = World.Now.AddDays(days);
            var steps = Enumerable.Range(0, (days * 24) + 48).Select(hour => Ladder.OfNomination(World.Now, answerBy, World.Now.AddHours(hour))).ToList();
            var told = steps.OfType<Rung>().Distinct().ToList();
            return told[0].At == World.Now && told.Count == 1 + (days >= 2 ? 1 : 0) + (days >= 4 ? 1 : 0) && told.Select(rung => rung.Day).Distinct().Count() == told.Count
                && steps.Skip(days * 24).All(rung => rung is null);
        });

    [Fact]
    public void StandIn_IsToldAtOnce_AndAroundItsBeginning() => World.Holds(
        from ahead in Gen.Choose(0, 40) from days in Gen.Choose(1, 90) select (ahead, days),
        offer =>
        {
            var (from, until) = (World.Now.AddDays(offer.ahead), World.Now.AddDays(offer.ahead + offer.days));
            var steps = Enumerable.Range(0, ((offer.ahead + offer.days) * 24) + 48).Select(hour => Ladder.OfStandIn(World.Now, from, until, World.Now.AddHours(hour))).ToList();
            var told = steps.OfType<Rung>().Distinct().ToList();
            return told[0].At == World.Now && told.Count <= 4 && told.Select(rung => rung.Day).Distinct().Count() == told.Count && told.TrueForAll(rung => rung.At < until)
                && steps.Skip((offer.ahead + offer.days) * 24).All(rung => rung is null);
        });

    [Fact]
    public void Gaps_AreToldWhenTheNewestOpens_AndEveryWeek() => World.Holds(
        Gen.Choose(0, 24 * 200),
        hours => Ladder.OfGaps(World.Now, World.Now.AddHours(hours)) is { } rung && rung.At <= World.Now.AddHours(hours) && World.Now.AddHours(hours) - rung.At < TimeSpan.FromDays(7)
            && (rung.At - World.Now).TotalDays % 7 == 0);
}
