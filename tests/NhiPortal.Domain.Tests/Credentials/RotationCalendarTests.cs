using Cronos;
using FsCheck.Fluent;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Domain.Tests.Credentials;

/// <summary>When schedules want a rotation, in zones that move their clocks, with freezes and ends in the way.</summary>
public sealed class RotationCalendarTests
{
    private static readonly string[] Zones = ["UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Santiago", "Asia/Beirut"];
    private static readonly string[] Crons = ["0 6 1 * *", "30 2 * * 0", "0 0 1 1,4,7,10 *", "15 0 29 2 *", "0 3 * * 1-5", "0 12 L * *"];

    private static readonly FsCheck.Gen<FreezePeriod> Freezes =
        from day in Gen.Choose(0, 3 * 365)
        from length in Gen.Choose(0, FreezePeriod.LongestDays - 1)
        from yearly in Gen.Elements(true, false)
        let first = new DateOnly(2025, 1, 1).AddDays(day)
        select new FreezePeriod($"Freeze {day}", first, first.AddDays(length), yearly);

    private static readonly FsCheck.Gen<(RotationCalendar Calendar, RotationSchedule Schedule, DateTimeOffset Last, TimeSpan? Life)> Cases =
        from zone in Gen.Elements(Zones)
        from cron in Gen.Elements(Crons)
        from byCron in Gen.Elements(true, false)
        from days in Gen.Choose(1, 400)
        from minutes in Gen.Choose(0, 3 * 365 * 24 * 60)
        from life in Gen.Choose(0, 500)
        from freezes in Freezes.ListOf(3)
        let schedule = new RotationSchedule { EveryDays = byCron ? null : days, Cron = byCron ? cron : null, Zone = zone, LeadDays = 0 }
        select (new RotationCalendar([.. freezes], Next), schedule, new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes), life == 0 ? (TimeSpan?)null : TimeSpan.FromDays(life));

    private static DateTimeOffset Now => new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_IsStrictlyLater_AndNeverInAFreeze_UnlessEverythingIsFrozenUntilTheEnd() => World.Holds(
        Cases,
        x =>
        {
            var ends = x.Last + x.Life;
            if (x.Calendar.Next(x.Schedule, x.Last, ends) is not { } at)
                return true;
            var zone = TimeZoneInfo.FindSystemTimeZoneById(x.Schedule.Zone);
            return at > x.Last && !x.Calendar.Freezes.Any(freeze => freeze.Covers(at, zone));
        },
        20_000);

    [Fact]
    public void Next_BeforeTheEnd_WhereAnyDayBeforeItIsFree() => World.Holds(
        Cases,
        x =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(x.Schedule.Zone);
            if (x.Life is not { } life || x.Calendar.Next(x.Schedule, x.Last, x.Last + life) is not { } at || at <= x.Last + life)
                return true;
            // Only where the freeze it lies in began before the last rotation is there nothing better than its end.
            return x.Calendar.Freezes.Any(freeze => freeze.Covers(x.Last.AddMinutes(1), zone));
        },
        20_000);

    [Fact]
    public void Coming_AreStrictlyLaterOneByOne() => World.Holds(
        Cases,
        x =>
        {
            var dates = x.Calendar.Coming(x.Schedule, x.Last, x.Life, 5);
            return dates.Prepend(x.Last).Zip(dates).All(pair => pair.Second > pair.First);
        },
        5_000);

    [Fact]
    public void Interval_KeepsTheHourOnTheWall_AcrossTheChangeOfClocks()
    {
        var calendar = new RotationCalendar([], Next);
        var schedule = new RotationSchedule { EveryDays = 1, Zone = "Europe/Stockholm" };
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 6, 0, 0, TimeSpan.Zero), calendar.Next(schedule, new(2026, 3, 28, 7, 0, 0, TimeSpan.Zero), null));
        // 02:30 is skipped on 29 March; the first time there is takes its place.
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), calendar.Next(schedule, new(2026, 3, 28, 1, 30, 0, TimeSpan.Zero), null));
    }

    [Fact]
    public void Next_InTheYearEndFreeze_WaitsForItsEnd_OrComesBeforeWhenTheCredentialWouldBeDead()
    {
        var calendar = new RotationCalendar([new("Year end", new(2025, 12, 15), new(2026, 1, 6), true)], Next);
        var schedule = new RotationSchedule { EveryDays = 30 };
        var last = new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2027, 1, 7, 0, 0, 0, TimeSpan.Zero), calendar.Next(schedule, last, null));
        Assert.Equal(new DateTimeOffset(2026, 12, 14, 23, 59, 0, TimeSpan.Zero), calendar.Next(schedule, last, last.AddDays(35)));
    }

    [Theory]
    [InlineData(null, null, "schedule")]
    [InlineData(30, "0 6 1 * *", "schedule")]
    [InlineData(0, null, "schedule")]
    [InlineData(14, null, "schedule")]
    [InlineData(120, null, "outlives")]
    [InlineData(null, "0 6 30 2 *", "never_fires")]
    [InlineData(null, "every monday", "never_fires")]
    [InlineData(null, "*/5 * * * *", "too_often")]
    [InlineData(null, "0 6 1 1 *", "outlives")]
    [InlineData(null, "0 6 24 12 *", "outlives")]
    public void WhyImpossible_OfWhatNobodyCouldKeep_SaysWhich(int? days, string? cron, string code) => Assert.Equal(
        code, new RotationCalendar([], Next).WhyImpossible(new() { EveryDays = days, Cron = cron }, TimeSpan.FromDays(90), Now)?.Code);

    [Theory]
    [InlineData(true, 24, 1, 7, "overlaps")]
    [InlineData(true, 24, 2, 7, null)]
    [InlineData(true, 169, 30, 7, "schedule")]
    [InlineData(true, 168, 30, 7, null)]
    [InlineData(false, 169, 30, 7, null)]
    [InlineData(false, 721, 30, 90, "schedule")]
    [InlineData(false, -1, 30, 90, "schedule")]
    public void WhyImpossible_OfAnOverlap_ThatIsNotOverInTime(bool itself, int hours, int days, int grace, string? code) => Assert.Equal(
        code, new RotationCalendar([], Next).WhyImpossible(new() { EveryDays = days, LeadDays = 0, GraceDays = grace, StartsItself = itself, OverlapHours = hours }, null, Now)?.Code);

    [Fact]
    public void WhyImpossible_AlwaysInAFreeze_IsRefused_AndNotWhereItGoesOn()
    {
        var calendar = new RotationCalendar([new("Year end", new(2025, 12, 15), new(2026, 1, 6), true)], Next);
        Assert.Equal("always_frozen", calendar.WhyImpossible(new() { Cron = "0 6 24 12 *" }, null, Now)?.Code);
        Assert.Null(calendar.WhyImpossible(new() { Cron = "0 6 24 12 *", IgnoresFreezes = true }, null, Now));
        Assert.Null(calendar.WhyImpossible(new() { Cron = "0 6 1 * *" }, TimeSpan.FromDays(90), Now));
        FreezePeriod[] all = [.. Enumerable.Range(0, 5).Select(n => new FreezePeriod($"{n}", new DateOnly(2026, 1, 1).AddDays(n * 80), new DateOnly(2026, 1, 1).AddDays(n * 80 + 85), true))];
        Assert.Equal("always_frozen", new RotationCalendar(all, Next).WhyImpossible(new() { EveryDays = 30 }, null, Now)?.Code);
    }

    internal static DateTimeOffset? Next(string cron, TimeZoneInfo zone, DateTimeOffset after) =>
        CronExpression.TryParse(cron, out var read) ? read.GetNextOccurrence(after, zone)?.ToUniversalTime() : null;
}
