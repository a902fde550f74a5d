using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class TimeWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "just now")]
    [InlineData(-30, "just now")]
    [InlineData(30, "in under a minute")]
    [InlineData(12 * 60, "in 12 min")]
    [InlineData(-3 * 3600, "3 h ago")]
    [InlineData(-3570, "1 h ago")]
    [InlineData(-86400, "1 day ago")]
    [InlineData(5 * 86400, "in 5 days")]
    [InlineData(-70 * 86400, "2 months ago")]
    [InlineData(-800 * 86400, "2 years ago")]
    public void Relative_Distance_ReadsShort(int seconds, string words) =>
        Assert.Equal(words, TimeWords.Relative(Now.AddSeconds(seconds), Now));

    [Theory]
    [InlineData(-5, "00:00")]
    [InlineData(65, "01:05")]
    [InlineData(3600 + 65, "1:01:05")]
    [InlineData(47 * 3600, "47:00:00")]
    [InlineData(49 * 3600, "2 days")]
    public void Clock_TimeLeft_ReadsAsAClock(int seconds, string words) =>
        Assert.Equal(words, TimeWords.Clock(TimeSpan.FromSeconds(seconds)));
}
