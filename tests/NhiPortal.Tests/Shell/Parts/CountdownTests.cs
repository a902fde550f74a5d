using Bunit;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class CountdownTests
{
    [Fact]
    public async Task Countdown_TimePasses_TicksSpeaksAtThresholdsAndEndsOnce()
    {
        await using var context = new PartsContext();
        var ended = 0;
        var part = context.Render<Countdown>(p => p.Add(c => c.Until, context.Time.GetUtcNow().AddSeconds(301)).Add(c => c.OnEnded, () => ended++));
        Assert.Equal("05:01", Shown());
        await TickAsync(2, "04:59");
        Assert.Equal("Five minutes left", Spoken());
        await TickAsync(239, "01:00");
        Assert.Equal("One minute left", Spoken());
        await TickAsync(60, "Ended");
        await TickAsync(5, "Ended");
        Assert.Equal(1, ended);

        async Task TickAsync(int seconds, string expected)
        {
            for (var i = 0; i < seconds; i++)
            {
                context.Time.Advance(TimeSpan.FromSeconds(1));
                await part.InvokeAsync(() => { });
            }
            part.WaitForAssertion(() => Assert.Equal(expected, Shown()));
        }
        string Shown() => part.Find("[role=timer]").TextContent;
        string Spoken() => part.Find("[aria-live=polite]").TextContent;
    }
}
