using FsCheck.Fluent;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.Requests;

public sealed class WaitingTimesTests
{
    private static readonly FsCheck.Gen<TimeSpan[]> Waits = Gen.Choose(0, 5_000).Select(seconds => TimeSpan.FromSeconds(seconds)).ArrayOf();

    [Fact]
    public void Of_EachIsAWaitThatHappened_AndAsManyAsItSaysWereNoLonger() => World.Holds(
        Waits,
        waits =>
        {
            var times = WaitingTimes.Of(waits);
            bool Fits(TimeSpan at, int percent) => waits.Contains(at) && waits.Count(wait => wait <= at) * 100 >= waits.Length * percent && waits.Count(wait => wait < at) * 100 < waits.Length * percent;
            return waits.Length == 0
                ? times == new WaitingTimes(0, default, default, default)
                : Fits(times.P50, 50) && Fits(times.P90, 90) && Fits(times.P95, 95);
        });

    [Fact]
    public void Between_LeavesOutWhatQuestionsTook()
    {
        var asked = World.Now;
        DateTimeOffset At(int minutes) => asked.AddMinutes(minutes);

        Assert.Equal(TimeSpan.FromMinutes(60), WaitingTimes.Between(asked, At(60), []));
        Assert.Equal(TimeSpan.FromMinutes(30), WaitingTimes.Between(asked, At(60), [(At(10), At(40))]));
        // Answered late or never: the clock stood still until the decision.
        Assert.Equal(TimeSpan.FromMinutes(10), WaitingTimes.Between(asked, At(60), [(At(10), null)]));
        Assert.Equal(TimeSpan.FromMinutes(10), WaitingTimes.Between(asked, At(60), [(At(10), At(90))]));
        Assert.Equal(TimeSpan.FromMinutes(60), WaitingTimes.Between(asked, At(60), [(At(70), At(90))]));
    }
}
