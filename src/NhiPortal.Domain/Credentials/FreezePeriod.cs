namespace NhiPortal.Domain.Credentials;

/// <summary>Whole days in which nothing is rotated, such as the end of the year; by the clocks of the schedule that asks.</summary>
public sealed record FreezePeriod(string Name, DateOnly From, DateOnly Until, bool Yearly)
{
    public const int LongestDays = 92;

    public bool Covers(DateTimeOffset at, TimeZoneInfo zone) => Around(at, zone) is not null;

    /// <summary>The beginning and the end of the freeze a moment lies in; null when it lies in none.</summary>
    internal (DateTimeOffset Start, DateTimeOffset End)? Around(DateTimeOffset at, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
        foreach (var (from, until) in Turns(day.Year))
            if (from <= day && day <= until)
                return (ZoneClock.Moment(from.ToDateTime(TimeOnly.MinValue), zone), ZoneClock.Moment(until.AddDays(1).ToDateTime(TimeOnly.MinValue), zone));
        return null;
    }

    /// <summary>The same freeze as it falls around a year; one that ends in the next year began in the one before.</summary>
    public IEnumerable<(DateOnly From, DateOnly Until)> Turns(int year)
    {
        if (!Yearly)
            return [(From, Until)];
        var days = Until.DayNumber - From.DayNumber;
        return Enumerable.Range(Math.Max(1, year - 1), 3).Select(turn => InYear(turn)).Select(from => (from, from.AddDays(days)));
    }

    public string? Fault => this switch
    {
        { Name.Length: 0 or > Text.Key } => "A freeze needs a name of at most 100 characters.",
        _ when Until < From => $"“{Name}” ends before it begins.",
        _ when Until.DayNumber - From.DayNumber >= LongestDays => $"“{Name}” lasts longer than {LongestDays} days; nothing may stand still for so long.",
        { From.Year: < 2000 or > 2200 } => $"“{Name}” lies too far away.",
        _ => null,
    };

    private DateOnly InYear(int year) => new(year, From.Month, Math.Min(From.Day, DateTime.DaysInMonth(year, From.Month)));
}
