using FsCheck.Fluent;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Domain.Tests.Discovery;

public sealed class TargetReadingTests
{
    [Fact]
    public void WhyNotBelieved_AnyCounts_RefusesExactlyWhatIsMissingTooMuch() => World.Holds(
        from before in Gen.Choose(1, 500)
        from now in Gen.Choose(0, 500)
        from known in Gen.Choose(0, 500)
        from missing in Gen.Choose(0, known)
        from share in Gen.Choose(1, 100)
        select (before, now, known, missing, share),
        counts =>
        {
            var (before, now, known, missing, share) = counts;
            var reading = TargetReading.Of(World.Directory);
            reading.Succeed("Csv", before, World.Now);
            var expected = now == 0 ? "nothing_read" : (before - now) * 100 > before * share || (known >= 10 && missing * 100 > known * share) ? "too_few" : null;
            return reading.WhyNotBelieved(now, known, missing, share)?.Code == expected;
        });

    [Fact]
    public void WhyNotBelieved_FirstReading_BelievesAnythingButNothing()
    {
        var reading = TargetReading.Of(World.Directory);
        Assert.Null(reading.WhyNotBelieved(1, 0, 0, 50));
        Assert.Equal("nothing_read", reading.WhyNotBelieved(0, 0, 0, 50)?.Code);
    }

    [Fact]
    public void Fail_AfterASuccess_KeepsWhatWasRead()
    {
        var reading = TargetReading.Of(World.Directory);
        reading.Succeed("Csv", 7, World.Now);
        reading.Fail("Ldap", "The server cannot be reached.", false, World.Now.AddDays(1));
        Assert.Equal(("Csv", 7, World.Now, World.Now.AddDays(1)), (reading.Source, reading.Accounts, reading.LastReadAt, reading.LastTriedAt));
        Assert.Equal("The server cannot be reached.", reading.LastFault);
    }
}
