using NhiPortal.Domain.Discovery;

namespace NhiPortal.Domain.Tests.Discovery;

public sealed class LikelyOwnersTests
{
    private static readonly LikelyOwners Owners = new(
    [
        (World.People[0], "Nora Berg", "nora@home.example"), (World.People[1], "Ian Wood", "ian@home.example"),
        (World.People[2], "Sam Lee", "sam@home.example"), (World.People[3], "Sam Lee", "sam.lee@home.example"),
    ]);

    [Theory]
    [InlineData("Nightly copy, ask NORA@home.example.", 0)]
    [InlineData("<ian@home.example>", 1)]
    [InlineData("nora berg", 0)]
    [InlineData("Ian Wood; print server", 1)]
    [InlineData("Sam Lee", null)]
    [InlineData("Nora Bergström", null)]
    [InlineData("someone@else.example", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Of_Hint_FindsTheOnePersonItMeans(string? hint, int? person) =>
        Assert.Equal(person is { } index ? World.People[index] : null, Owners.Of(hint));
}
