using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Reminders;

/// <summary>One step of a ladder of reminders: what is said, from which moment on.</summary>
public readonly record struct Rung(ReminderKind Kind, DateTimeOffset At)
{
    /// <summary>Names the step for ever, whenever the portal gets to it.</summary>
    public int Day => DateOnly.FromDateTime(At.UtcDateTime).DayNumber;
}

/// <summary>
/// When somebody is reminded, and again. Only the last step passed counts: a portal that was down does not make up for
/// steps nobody needs any more.
/// </summary>
public static class Ladder
{
    /// <summary>So long overdue, an ownership is told on to the deputy, and then to the manager of whoever does not confirm it.</summary>
    public static readonly TimeSpan OverdueToDeputy = TimeSpan.FromDays(5), OverdueToManager = TimeSpan.FromDays(10);

    private static readonly int[] DaysBeforeDue = [30, 14, 7, 3, 1];
    private static readonly int[] DaysOverdue = [0, 7, 13];
    private static readonly int[] DaysBeforeAnswer = [3, 1];
    private static readonly int[] DaysBeforeEnd = [7, 3, 1];
    private static readonly int[] DaysAroundBeginning = [-1, 0, 1];

    /// <summary>The step of an accepted ownership; null while there is time, and once it has lapsed.</summary>
    public static Rung? OfAttestation(DateTimeOffset attested, DateTimeOffset due, DateTimeOffset now)
    {
        if (now >= due + Ownership.Grace)
            return null;
        // Whoever has just confirmed is left alone for the first half of the time.
        var rest = attested + ((due - attested) / 2);
        return Last(
            [
                .. DaysBeforeDue.Select(days => new Rung(ReminderKind.AttestationDue, due.AddDays(-days))).Where(rung => rung.At >= rest),
                .. DaysOverdue.Select(days => new Rung(ReminderKind.AttestationOverdue, due.AddDays(days))),
            ], now);
    }

    /// <summary>The step of somebody who stands behind an owner that does not confirm; null before, and once it has lapsed.</summary>
    public static Rung? OfEscalatedAttestation(DateTimeOffset due, TimeSpan after, DateTimeOffset now) =>
        now < due + after || now >= due + Ownership.Grace ? null : new Rung(ReminderKind.AttestationEscalated, due + after);

    /// <summary>The step of a rotation, from the notice its schedule gives; null while there is time. It does not end: what is overdue stays so.</summary>
    public static Rung? OfRotation(DateTimeOffset notice, DateTimeOffset due, DateTimeOffset now) => Last(
        [
            new Rung(ReminderKind.RotationDue, notice),
            .. DaysBeforeDue.Select(days => new Rung(ReminderKind.RotationDue, due.AddDays(-days))).Where(rung => rung.At >= notice),
            .. DaysOverdue.Select(days => new Rung(ReminderKind.RotationOverdue, due.AddDays(days))),
        ], now);

    /// <summary>The step of a nomination; null once the time to answer is over.</summary>
    public static Rung? OfNomination(DateTimeOffset nominated, DateTimeOffset answerBy, DateTimeOffset now) => now >= answerBy ? null : Last(
        [
            new Rung(ReminderKind.NominationWaiting, nominated),
            .. DaysBeforeAnswer.Select(days => new Rung(ReminderKind.NominationWaiting, answerBy.AddDays(-days))).Where(rung => rung.At >= nominated.AddDays(1)),
        ], now);

    /// <summary>The step of an offer to stand in: at once, and around the day it begins; null once it is over.</summary>
    public static Rung? OfStandIn(DateTimeOffset offered, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) => now >= until ? null : Last(
        [
            new Rung(ReminderKind.StandInWaiting, offered),
            .. DaysAroundBeginning.Select(days => new Rung(ReminderKind.StandInWaiting, from.AddDays(days))).Where(rung => rung.At >= offered.AddDays(1)),
        ], now);

    /// <summary>The step of a standing pre-approval; none in the first half of its time, and none once it is over.</summary>
    public static Rung? OfPreApproval(DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) => now >= until ? null : Last(
        DaysBeforeEnd.Select(days => new Rung(ReminderKind.PreApprovalEnding, until.AddDays(-days))).Where(rung => rung.At >= from + ((until - from) / 2)), now);

    /// <summary>The step of a group of gaps: when the newest of them opened, and every week from then on.</summary>
    public static Rung? OfGaps(DateTimeOffset newest, DateTimeOffset now) =>
        now < newest ? null : new Rung(ReminderKind.GapOpen, newest.AddDays(7 * Math.Floor((now - newest) / TimeSpan.FromDays(7))));

    private static Rung? Last(IEnumerable<Rung> rungs, DateTimeOffset now) =>
        rungs.Where(rung => rung.At <= now).OrderByDescending(rung => rung.At).Select(rung => (Rung?)rung).FirstOrDefault();
}
