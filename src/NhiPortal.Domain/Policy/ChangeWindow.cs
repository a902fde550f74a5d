namespace NhiPortal.Domain.Policy;

/// <summary>
/// When approved actions may be carried out, by the calendar and clocks of one zone. A window that ends before it begins is
/// a night, and each part of it belongs to the day it lies on; one that ends where it begins lasts the whole day.
/// </summary>
public sealed record ChangeWindow
{
    public const int MostClosedDays = 366;

    private const int DaysAhead = 400;
    private const int MinutesOfDay = 24 * 60;

    public required IReadOnlyList<DayOfWeek> Days { get; init; }
    public required TimeOnly From { get; init; }
    public required TimeOnly Until { get; init; }

    /// <summary>The IANA name, e.g. <c>Europe/Stockholm</c>.</summary>
    public required string Zone { get; init; }

    public IReadOnlyList<DateOnly> ClosedDays { get; init; } = [];

    /// <summary>Asked of a moment, never of a local time: clocks put back or forward leave no doubt about a moment.</summary>
    public bool IsOpenAt(DateTimeOffset now)
    {
        // A zone this machine does not know keeps the window shut.
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone))
            return false;
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        return IsDay(DateOnly.FromDateTime(local)) && IsWithin(TimeOnly.FromDateTime(local));
    }

    /// <summary>The next moment it opens, as far as a year and a bit ahead.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone))
            return null;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return (from ahead in Enumerable.Range(0, DaysAhead)
                let day = today.AddDays(ahead)
                where IsDay(day)
                from start in From < Until ? [From] : new[] { TimeOnly.MinValue, From }
                let moment = Moment(day.ToDateTime(start), zone)
                where moment > now && IsOpenAt(moment)
                select (DateTimeOffset?)moment).FirstOrDefault();
    }

    /// <summary>How much of the time between two moments lies in it; all of it in a zone this machine does not know, so that waiting is never hidden.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset until)
    {
        if (until <= from)
            return TimeSpan.Zero;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone))
            return until - from;
        var (first, last) = (DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime), DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until, zone).DateTime));
        return Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Where(IsDay).SelectMany(Spans).Aggregate(TimeSpan.Zero, (sum, span) =>
        {
            var (start, end) = (Moment(span.Start, zone), Moment(span.End, zone));
            var open = (end < until ? end : until) - (start > from ? start : from);
            return open > TimeSpan.Zero ? sum + open : sum;
        });
    }

    /// <summary>Whether every moment of this window is one of the other's; of two zones nobody can tell.</summary>
    public bool LiesIn(ChangeWindow other) =>
        Zone == other.Zone && Days.All(other.Days.Contains)
        && other.ClosedDays.Where(day => Days.Contains(day.DayOfWeek)).All(ClosedDays.Contains)
        && Enumerable.Range(0, MinutesOfDay).Select(minute => TimeOnly.MinValue.AddMinutes(minute)).All(time => !IsWithin(time) || other.IsWithin(time));

    /// <param name="called">What the rule uses it for.</param>
    internal string? Fault(string called) => this switch
    {
        { Days.Count: 0 } => $"the {called} needs at least one day of the week",
        _ when Days.Any(day => !Enum.IsDefined(day)) => $"the {called} names a day that is none",
        _ when From.Ticks % TimeSpan.TicksPerMinute != 0 || Until.Ticks % TimeSpan.TicksPerMinute != 0 => $"the {called} begins and ends at whole minutes",
        { ClosedDays.Count: > MostClosedDays } => $"at most {MostClosedDays} closed days are kept",
        _ when !IsZone(Zone) => $"\"{(Zone.Length > 60 ? Zone[..60] + "…" : Zone)}\" is not a time zone; use a name such as Europe/Stockholm",
        _ => null,
    };

    private static bool IsZone(string name) => (name == "UTC" || name.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    private bool IsDay(DateOnly day) => Days.Contains(day.DayOfWeek) && !ClosedDays.Contains(day);

    private IEnumerable<(DateTime Start, DateTime End)> Spans(DateOnly day)
    {
        var (from, until, next) = (day.ToDateTime(From), day.ToDateTime(Until), day.AddDays(1).ToDateTime(TimeOnly.MinValue));
        return From < Until ? [(from, until)] : [(day.ToDateTime(TimeOnly.MinValue), until), (from, next)];
    }

    private bool IsWithin(TimeOnly time) =>
        From == Until || (From < Until ? time >= From && time < Until : time >= From || time < Until);

    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        // Clocks put forward skip the time the window begins at: it begins with the first time there is.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        // Clocks put back have it twice: it begins with the first.
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }
}
