using FsCheck.Fluent;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.Tests.Policy;

public sealed class ChangeWindowTests
{
    private static readonly DayOfWeek[] Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    private static readonly ChangeWindow Office = new() { Days = Weekdays, From = new(8, 0), Until = new(17, 0), Zone = "Europe/Stockholm", ClosedDays = [new(2026, 12, 24)] };

    // Stockholm puts its clocks forward on 29 March 2026 at 02:00 and back on 25 October at 03:00.
    private static readonly ChangeWindow Night = new() { Days = Enum.GetValues<DayOfWeek>(), From = new(2, 30), Until = new(4, 0), Zone = "Europe/Stockholm" };

    [Theory]
    [InlineData("2026-03-02T07:00Z", true)]
    [InlineData("2026-03-02T06:59Z", false)]
    [InlineData("2026-03-02T15:59Z", true)]
    [InlineData("2026-03-02T16:00Z", false)]
    [InlineData("2026-03-01T10:00Z", false)]
    [InlineData("2026-06-01T06:00Z", true)]
    [InlineData("2026-06-01T15:00Z", false)]
    [InlineData("2026-12-24T10:00Z", false)]
    public void IsOpenAt_OfficeHours_FollowsTheZonesClockAndCalendar(string at, bool open) => Assert.Equal(open, Office.IsOpenAt(At(at)));

    [Theory]
    [InlineData("2026-03-29T00:59Z", false)]
    [InlineData("2026-03-29T01:00Z", true)]
    [InlineData("2026-03-29T01:59Z", true)]
    [InlineData("2026-03-29T02:00Z", false)]
    [InlineData("2026-10-25T00:30Z", true)]
    [InlineData("2026-10-25T01:00Z", false)]
    [InlineData("2026-10-25T01:29Z", false)]
    [InlineData("2026-10-25T01:30Z", true)]
    [InlineData("2026-10-25T02:59Z", true)]
    [InlineData("2026-10-25T03:00Z", false)]
    public void IsOpenAt_WhereClocksChange_FollowsWhatTheClockOnTheWallShows(string at, bool open) => Assert.Equal(open, Night.IsOpenAt(At(at)));

    [Theory]
    [InlineData("2026-03-29T00:00Z", "2026-03-29T01:00Z")]
    [InlineData("2026-10-25T00:00Z", "2026-10-25T00:30Z")]
    [InlineData("2026-03-30T12:00Z", "2026-03-31T00:30Z")]
    public void NextOpening_WhereClocksChange_IsAMomentThatIsOpen(string now, string next) => Assert.Equal(At(next), Night.NextOpening(At(now)));

    [Theory]
    [InlineData(22, 4, "2026-03-06T23:00Z", true)]
    [InlineData(22, 4, "2026-03-07T01:00Z", false)]
    [InlineData(22, 4, "2026-03-02T01:00Z", true)]
    [InlineData(0, 0, "2026-03-06T23:59Z", true)]
    [InlineData(18, 0, "2026-03-06T23:59Z", true)]
    [InlineData(18, 0, "2026-03-06T17:59Z", false)]
    public void IsOpenAt_Nights_BelongToTheDayTheyLieOn(int from, int until, string at, bool open) =>
        Assert.Equal(open, (Office with { From = new(from, 0), Until = new(until, 0), Zone = "UTC" }).IsOpenAt(At(at)));

    [Fact]
    public void NextOpening_AnyWindowAndMoment_IsTheFirstOpenMomentAfterAShutOne() => World.Holds(
        from window in Policies.Windows from minutes in Gen.Choose(0, 60 * 24 * 365) select (window, now: World.Now.AddMinutes(minutes)),
        all => all.window.IsOpenAt(all.now) || all.window.NextOpening(all.now) is not { } next
            || (next > all.now && all.window.IsOpenAt(next) && !all.window.IsOpenAt(next.AddMinutes(-1))
                && !Enumerable.Range(1, (int)Math.Min((next - all.now).TotalMinutes - 1, 3000)).Any(minute => all.window.IsOpenAt(all.now.AddMinutes(minute)))),
        runs: 300);

    [Fact]
    public void LiesIn_AnyTwoOfOneZone_HoldsExactlyWhenNoMinuteIsMore() => World.Holds(
        from one in Policies.Windows from two in Policies.Windows select (one: one with { Zone = "UTC" }, two: two with { Zone = "UTC" }),
        pair => pair.one.LiesIn(pair.two) == !Enumerable.Range(0, 24 * 21).Select(hour => new DateTimeOffset(2026, 2, 23, 0, 0, 0, TimeSpan.Zero).AddHours(hour)).Any(at => pair.one.IsOpenAt(at) && !pair.two.IsOpenAt(at)),
        runs: 500);

    [Fact]
    public void Between_AnyWindow_IsTheMinutesItIsOpen() => World.Holds(
        from window in Policies.Windows from minutes in Gen.Choose(0, 60 * 24 * 365) from length in Gen.Choose(-10, 60 * 24 * 4) select (window, start: World.Now.AddMinutes(minutes), length),
        all =>
        {
            var open = Enumerable.Range(0, Math.Max(0, all.length)).Count(minute => all.window.IsOpenAt(all.start.AddMinutes(minute)));
            // An hour that clocks repeat is counted as one stretch.
            return Math.Abs(all.window.Between(all.start, all.start.AddMinutes(all.length)).TotalMinutes - open) <= (all.window.Zone == "UTC" ? 0 : 60);
        },
        runs: 300);

    [Fact]
    public void Between_ZoneNobodyKnows_HidesNoWaiting() =>
        Assert.Equal(TimeSpan.FromHours(1), (Office with { Zone = "Mars/Olympus" }).Between(World.Now, World.Now.AddHours(1)));

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    [InlineData("W. Europe Standard Time")]
    public void Create_ZoneNobodyKnows_IsRefused_AndWhatIsStoredStaysShut(string zone)
    {
        Assert.Equal("change_window", Policy(Office with { Zone = zone }).Refusal?.Code);
        if (zone != "W. Europe Standard Time")
            Assert.False((Office with { Zone = zone }).IsOpenAt(At("2026-03-02T10:00Z")));
    }

    [Fact]
    public void Create_NoDay_IsRefused() => Assert.Equal("change_window", Policy(Office with { Days = [] }).Refusal?.Code);

    [Fact]
    public void Create_ClosedDaysWithoutEnd_AreRefused() => Assert.Equal(
        "change_window", Policy(Office with { ClosedDays = [.. Enumerable.Range(0, 400).Select(day => new DateOnly(2026, 1, 1).AddDays(day))] }).Refusal?.Code);

    private static Result<ApprovalPolicy> Policy(ChangeWindow window) => ApprovalPolicy.Create(
        [new ApprovalRule { Name = "r", Stages = [new PolicyStage(1, OwnerRole.SystemOwner, 1)], LongestGrantMinutes = 1, RequestLifetimeMinutes = 1, Window = window }]);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
