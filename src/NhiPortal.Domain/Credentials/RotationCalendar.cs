namespace NhiPortal.Domain.Credentials;

/// <summary>
/// Works out when a schedule wants a rotation: strictly after the last one, never in a freeze, and before the credential
/// ends where that is possible. What falls into a freeze waits for its end, unless the credential would be dead by then.
/// </summary>
public sealed record RotationCalendar(IReadOnlyList<FreezePeriod> Freezes, CronTimes Cron)
{
    private const int Ahead = 5, MostFreezes = 100;

    /// <param name="schedule">How often.</param>
    /// <param name="last">When it was last renewed.</param>
    /// <param name="ends">When it ends by itself; null for never.</param>
    /// <returns>Null when there is no such moment.</returns>
    public DateTimeOffset? Next(RotationSchedule schedule, DateTimeOffset last, DateTimeOffset? ends)
    {
        if (Raw(schedule, last) is not { } wanted)
            return null;
        var end = ends > last ? ends.Value : DateTimeOffset.MaxValue;
        var at = wanted < end ? wanted : end;
        return schedule.IgnoresFreezes ? at : OutOfFreeze(at, last, end, schedule.Clock);
    }

    /// <summary>The next ones, each as if the one before had been done on its day.</summary>
    public IReadOnlyList<DateTimeOffset> Coming(RotationSchedule schedule, DateTimeOffset last, TimeSpan? life, int count)
    {
        var dates = new List<DateTimeOffset>(count);
        for (var from = last; dates.Count < count && Next(schedule, from, from + life) is { } at; from = at)
            dates.Add(at);
        return dates;
    }

    /// <summary>The freeze a schedule keeps still in at this moment, and its end; null when it lies in none.</summary>
    public (string Name, DateTimeOffset Until)? Frozen(RotationSchedule schedule, DateTimeOffset now) => schedule.IgnoresFreezes ? null
        : (from freeze in Freezes
           let around = freeze.Around(now, schedule.Clock)
           where around is not null
           orderby around.Value.End descending
           select ((string, DateTimeOffset)?)(freeze.Name, around.Value.End)).FirstOrDefault();

    /// <summary>Why nobody could keep to it; null when somebody could.</summary>
    /// <param name="schedule">How often.</param>
    /// <param name="life">How long the credential lives after each renewal, where it is for one alone.</param>
    /// <param name="now">From here on.</param>
    public Refusal? WhyImpossible(RotationSchedule schedule, TimeSpan? life, DateTimeOffset now)
    {
        if (schedule.Fault is { } fault)
            return new("schedule", fault);
        var raw = new List<DateTimeOffset>(Ahead);
        for (var from = now; raw.Count < Ahead && Raw(schedule, from) is { } at; from = at)
            raw.Add(at);
        if (raw.Count == 0)
            return new("never_fires", $"“{schedule.Cron}” is no cron expression, or never fires. Five parts are needed: minute, hour, day, month, day of the week; 0 6 1 * * is six in the morning on the first of each month.");
        if (schedule.Cron is not null && raw.Zip(raw.Skip(1)).Any(pair => pair.Second - pair.First < TimeSpan.FromHours(20)))
            return new("too_often", $"“{schedule.Cron}” fires more than once a day; nobody renews a credential so often.");
        if (life is { } lived && (schedule.EveryDays > lived.TotalDays || raw.Zip(raw.Skip(1)).Any(pair => pair.Second - pair.First > lived)))
            return new("outlives", $"The credential lives {Math.Floor(lived.TotalDays):0} days; by this schedule it would be dead before it is renewed. Choose a shorter time.");
        if (schedule.StartsItself && raw.Zip(raw.Skip(1)).Any(pair => pair.Second - pair.First <= TimeSpan.FromHours(schedule.OverlapHours)))
            return new("overlaps", $"Both would live {schedule.OverlapHours} hours side by side, so the next would be due before this one is over. Choose fewer hours.");
        if (schedule.IgnoresFreezes)
            return null;
        var frozen = raw.ConvertAll(at => Freezes.FirstOrDefault(freeze => freeze.Covers(at, schedule.Clock)));
        if (schedule.Cron is not null && frozen.TrueForAll(freeze => freeze is not null))
            return new("always_frozen", $"“{schedule.Cron}” always falls into the freeze “{frozen[0]!.Name}”. Choose other days, or let it go on in freezes.");
        return raw.Any(at => OutOfFreeze(at, now, DateTimeOffset.MaxValue, schedule.Clock) is null)
            ? new("always_frozen", "The freezes leave no day on which anything may be rotated.")
            : null;
    }

    private DateTimeOffset? Raw(RotationSchedule schedule, DateTimeOffset last) => schedule switch
    {
        { Cron: { } cron } => Cron(cron, schedule.Clock, last),
        { EveryDays: { } days } => ZoneClock.Moment(TimeZoneInfo.ConvertTime(last, schedule.Clock).DateTime.AddDays(days), schedule.Clock),
        _ => null,
    };

    private DateTimeOffset? OutOfFreeze(DateTimeOffset at, DateTimeOffset last, DateTimeOffset end, TimeZoneInfo zone)
    {
        var later = Leave(at, zone, freeze => freeze.End);
        if (later <= end)
            return later;
        var earlier = Leave(at, zone, freeze => freeze.Start.AddMinutes(-1));
        return earlier > last ? earlier : later;
    }

    private DateTimeOffset? Leave(DateTimeOffset at, TimeZoneInfo zone, Func<(DateTimeOffset Start, DateTimeOffset End), DateTimeOffset> way)
    {
        for (var turn = 0; turn < MostFreezes; turn++)
        {
            if (Freezes.Select(freeze => freeze.Around(at, zone)).FirstOrDefault(around => around is not null) is not { } frozen)
                return at;
            at = way(frozen);
        }

        return null;
    }
}
