using Microsoft.Extensions.Time.Testing;
using NhiPortal.Data;

namespace NhiPortal.Tests.Data;

public sealed class PortionsTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Of_EachThingTakesLong_FewGoTogetherAndNoneIsLost()
    {
        var portions = new Portions(25, time);
        var all = Enumerable.Range(0, 100).ToList();
        List<IReadOnlyList<int>> cut = [];
        foreach (var some in portions.Of(all))
        {
            portions.Begin();
            time.Advance(some.Count * Portions.Moment / 3);
            cut.Add(some);
        }

        Assert.All(cut.Skip(1), some => Assert.InRange(some.Count, 1, 3));
        Assert.Equal(all, cut.SelectMany(some => some));
    }

    [Fact]
    public void Of_ThingsAreQuick_NeverMoreThanTheMostAndNeverTwiceAsManyAsBefore()
    {
        var portions = new Portions(100, time);
        List<int> sizes = [];
        foreach (var some in portions.Of(Enumerable.Range(0, 400).ToList()))
        {
            portions.Begin();
            time.Advance(TimeSpan.FromMilliseconds(1));
            sizes.Add(some.Count);
        }

        Assert.Equal([10, 20, 40, 80, 100, 100, 50], sizes);
    }

    [Fact]
    public void Of_WaitingBehindOthers_DoesNotCount()
    {
        var portions = new Portions(10, time);
        foreach (var some in portions.Of(Enumerable.Range(0, 50).ToList()))
        {
            time.Advance(TimeSpan.FromMinutes(1));
            portions.Begin();
            Assert.Equal(10, some.Count);
        }
    }
}
