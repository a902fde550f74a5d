using Bunit;
using Microsoft.AspNetCore.Components;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class TimeTextTests
{
    [Fact]
    public async Task TimeText_Moment_IsRelativeWithTheExactTimeInThePersonsZone()
    {
        await using var context = new PartsContext();
        var time = context.Render<TimeText>(p => p.Add(t => t.At, context.Time.GetUtcNow().AddMinutes(12))
            .AddCascadingValue(Zone.Named("Asia/Tokyo"))).Find("time");
        Assert.Equal("in 12 min", time.TextContent);
        Assert.Equal("23 Nov 2026, 19:12:00 UTC+09:00", time.GetAttribute("title"));
        Assert.Equal("2026-11-23T10:12:00Z", time.GetAttribute("datetime"));
    }

    [Fact]
    public async Task TimeText_TimePasses_FollowsTheBeat()
    {
        await using var context = new PartsContext();
        var beats = new CascadingValueSource<Tick>(new Tick(context.Time.GetUtcNow()), isFixed: false);
        Microsoft.Extensions.DependencyInjection.CascadingValueServiceCollectionExtensions.AddCascadingValue(context.Services, _ => beats);
        var part = context.Render<TimeText>(p => p.Add(t => t.At, context.Time.GetUtcNow()));
        Assert.Equal("just now", part.Find("time").TextContent);
        context.Time.Advance(TimeSpan.FromHours(3));
        await beats.NotifyChangedAsync(new Tick(context.Time.GetUtcNow()));
        part.WaitForAssertion(() => Assert.Equal("3 h ago", part.Find("time").TextContent));
    }

    [Fact]
    public async Task TimeText_NoMoment_SaysSo()
    {
        await using var context = new PartsContext();
        Assert.Equal("Not yet", context.Render<TimeText>(p => p.Add(t => t.At, null).Add(t => t.Missing, "Not yet")).Find("span").TextContent);
    }

    [Fact]
    public void Named_UnknownZone_IsUtc()
    {
        Assert.Same(Zone.Utc, Zone.Named("Mars/Olympus"));
        Assert.Same(Zone.Utc, Zone.Named(null));
        Assert.Same(Zone.Utc, Zone.Named(new string('x', 5000)));
    }
}
