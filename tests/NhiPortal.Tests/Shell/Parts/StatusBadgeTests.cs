using Bunit;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class StatusBadgeTests
{
    [Fact]
    public async Task StatusBadge_EveryTone_HasItsTextAndAShapeOfItsOwn()
    {
        await using var context = new PartsContext();
        var shapes = new HashSet<string>();
        foreach (var tone in Enum.GetValues<Tone>())
        {
            var badge = context.Render<StatusBadge>(p => p.Add(b => b.Text, "Waiting for 2").Add(b => b.Tone, tone)).Find(".badge");
            Assert.Equal("Waiting for 2", badge.TextContent.Trim());
            Assert.True(shapes.Add(badge.QuerySelector("svg")!.InnerHtml), $"{tone} shares its shape with another tone");
        }
    }
}
