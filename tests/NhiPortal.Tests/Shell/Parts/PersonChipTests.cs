using Bunit;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Tests.Shell.Parts;

public class PersonChipTests
{
    [Theory]
    [InlineData("Maria Ito", "MI")]
    [InlineData("maria van der ito", "MI")]
    [InlineData("Plato", "P")]
    [InlineData("  ", "?")]
    [InlineData(null, "?")]
    [InlineData("<b> &", "?")]
    [InlineData("محمد بن سلمان", "مس")]
    public void InitialsOf_Name_AreItsFirstAndLastLetters(string? name, string initials) =>
        Assert.Equal(initials, PersonChip.InitialsOf(name));

    [Fact]
    public async Task PersonChip_HostileName_IsShownAsTextAndCut()
    {
        await using var context = new PartsContext();
        var chip = context.Render<PersonChip>(p => p.Add(c => c.Name, "<script>" + new string('x', 10_000)));
        Assert.Empty(chip.FindAll("script"));
        Assert.InRange(chip.Markup.Length, 100, 2000);
        Assert.StartsWith("<script>", chip.Find("bdi").TextContent, StringComparison.Ordinal);
    }
}
