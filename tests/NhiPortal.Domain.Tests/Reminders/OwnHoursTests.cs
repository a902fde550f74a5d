using FsCheck.Fluent;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Domain.Tests.Reminders;

/// <summary>A person's own day, in zones that move their clocks by an hour, by half an hour, at midnight, or around a fast.</summary>
public sealed class OwnHoursTests
{
    private static readonly string[] Zones =
        ["UTC", "Europe/Stockholm", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Santiago", "Africa/Casablanca", "Asia/Beirut"];

    private static readonly FsCheck.Gen<(OwnHours Hours, DateTimeOffset At)> Moments =
        from zone in Gen.Elements(Zones)
        from digest in Gen.Choose(0, 23)
        from quiet in Gen.Elements(true, false)
        from begin in Gen.Choose(0, 23)
        from length in Gen.Choose(1, 23)
        from minutes in Gen.Choose(0, 20 * 365 * 24 * 60)
        let hours = new OwnHours(TimeZoneInfo.FindSystemTimeZoneById(zone), digest, quiet ? begin : null, quiet ? (begin + length) % 24 : null)
        select (hours, new DateTimeOffset(2012, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes));

    [Fact]
    public void NextDigest_IsLaterAndOnceADay_WhateverTheClocksDo() => World.Holds(
        Moments,
        x =>
        {
            var next = x.Hours.NextDigest(x.At);
            var after = x.Hours.NextDigest(next);
            return next > x.At && next - x.At <= TimeSpan.FromHours(26) && after - next >= TimeSpan.FromHours(22) && after - next <= TimeSpan.FromHours(26)
                && x.Hours.DayOf(after) > x.Hours.DayOf(next);
        },
        20_000);

    [Fact]
    public void NextDigest_IsTheFirstMinuteNotBeforeItsHour() => World.Holds(
        Moments,
        x =>
        {
            var next = x.Hours.NextDigest(x.At);
            DateTime Wall(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, x.Hours.Zone).DateTime;
            // The hour itself, or, where the clocks skip it, when they have; that may be on the next day.
            return new[] { 0, -1 }.Select(days => Wall(next).Date.AddDays(days).AddHours(x.Hours.DigestHour))
                .Any(asked => asked <= Wall(next) && Wall(next.AddMinutes(-1)) < asked);
        },
        20_000);

    [Fact]
    public void WhenAwake_IsNeverQuiet_NeverEarlier_AndSoon() => World.Holds(
        Moments,
        x =>
        {
            var awake = x.Hours.WhenAwake(x.At);
            return !x.Hours.IsQuiet(awake) && awake >= x.At && awake - x.At <= TimeSpan.FromHours(49) && (x.Hours.IsQuiet(x.At) || awake == x.At);
        },
        20_000);

    [Theory]
    // 29 March 2026, 02:00 to 03:00 does not exist in Stockholm; 25 October, 02:00 to 03:00 comes twice.
    [InlineData("2026-03-28T23:00:00Z", 2, "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T22:30:00Z", 2, "2026-10-25T00:00:00Z")]
    [InlineData("2026-10-25T00:00:00Z", 2, "2026-10-26T01:00:00Z")]
    [InlineData("2026-07-01T00:00:00Z", 7, "2026-07-01T05:00:00Z")]
    [InlineData("2026-12-01T00:00:00Z", 7, "2026-12-01T06:00:00Z")]
    public void NextDigest_AroundAChangeOfClocks_InStockholm(string after, int hour, string expected) => Assert.Equal(
        Moment(expected), new OwnHours(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), hour, null, null).NextDigest(Moment(after)));

    [Theory]
    [InlineData("2026-07-01T20:30:00Z", "2026-07-02T05:00:00Z")]
    [InlineData("2026-07-02T04:59:00Z", "2026-07-02T05:00:00Z")]
    [InlineData("2026-07-02T05:00:00Z", "2026-07-02T05:00:00Z")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z")]
    public void WhenAwake_QuietAcrossMidnight_EndsInTheMorning(string at, string expected) => Assert.Equal(
        Moment(expected), new OwnHours(TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"), 7, 22, 7).WhenAwake(Moment(at)));

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
