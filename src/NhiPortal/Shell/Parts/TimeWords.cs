namespace NhiPortal.Shell.Parts;

/// <summary>Says how far away a moment is, short enough for a table cell.</summary>
public static class TimeWords
{
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = at - now;
        var far = distance.Duration();
        if (far < TimeSpan.FromSeconds(45)) return distance > TimeSpan.FromSeconds(5) ? "in under a minute" : "just now";
        var words = Length(far);
        return distance > TimeSpan.Zero ? $"in {words}" : $"{words} ago";
    }

    /// <summary>A length in its largest sensible unit: "12 min", "3 h", "5 days", "8 months".</summary>
    public static string Length(TimeSpan span) => span.Duration() switch
    {
        var s when s.TotalMinutes < 59.5 => $"{Math.Max(1, Round(s.TotalMinutes))} min",
        var s when s.TotalHours < 23.5 => $"{Round(s.TotalHours)} h",
        var s when s.TotalDays < 60 => Count(Round(s.TotalDays), "day"),
        var s when s.TotalDays < 365 => Count(Round(s.TotalDays / 30.44), "month"),
        var s => Count(Round(s.TotalDays / 365.25), "year")
    };

    /// <summary>What is left on a clock: "09:05", or "2:09:05" past an hour, or "3 days" past two days.</summary>
    public static string Clock(TimeSpan left) => left switch
    {
        { Ticks: <= 0 } => "00:00",
        { TotalDays: >= 2 } => Count((long)left.TotalDays, "day"),
        { TotalHours: >= 1 } => $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}",
        _ => $"{left.Minutes:00}:{left.Seconds:00}"
    };

    private static long Round(double value) => (long)Math.Round(value, MidpointRounding.AwayFromZero);

    private static string Count(long n, string unit) => n == 1 ? $"1 {unit}" : $"{n} {unit}s";
}
