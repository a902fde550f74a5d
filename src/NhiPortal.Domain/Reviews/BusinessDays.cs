namespace NhiPortal.Domain.Reviews;

/// <summary>Days on which people work: Monday to Friday.</summary>
public static class BusinessDays
{
    public static bool Is(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The end of the so-manieth business day after this moment, UTC.</summary>
    public static DateTimeOffset After(DateTimeOffset from, int days)
    {
        var day = DateOnly.FromDateTime(from.UtcDateTime);
        for (var left = days; left > 0;)
            if (Is(day = day.AddDays(1)))
                left--;
        return End(day);
    }

    /// <summary>The end of the so-manieth business day before the day that ends at this moment.</summary>
    public static DateTimeOffset Before(DateTimeOffset end, int days)
    {
        var day = DateOnly.FromDateTime(end.UtcDateTime.AddTicks(-1));
        for (var left = days; left > 0;)
            if (Is(day = day.AddDays(-1)))
                left--;
        return End(day);
    }

    private static DateTimeOffset End(DateOnly day) => new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
