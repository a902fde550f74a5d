using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Questions;

namespace NhiPortal.Domain.Tests.Questions;

public sealed class SampleDrawTests
{
    [Theory]
    [InlineData(0, 5, "a")]
    [InlineData(3, 5, "a")]
    [InlineData(5, 5, "a")]
    [InlineData(300, 1, "2026-Q3")]
    [InlineData(300, 25, "2026-Q3")]
    [InlineData(300, 200, "é\n")]
    public void Draw_WhateverTheOrder_TakesTheLightestByTheSeed(int count, int size, string seed)
    {
        var subjects = Enumerable.Range(0, count).Select(number => $"subject {number}").ToList();
        // Worked out in another way than it is drawn.
        var expected = subjects.OrderBy(subject => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\n{subject}"))), StringComparer.Ordinal).Take(size).ToList();
        Assert.Equal(expected, Draw(subjects, size, seed));
        Assert.Equal(expected, Draw(Enumerable.Reverse(subjects), size, seed));
    }

    [Fact]
    public void Draw_WithAnotherSeed_IsAnotherDraw_OfTheSamePopulation()
    {
        var subjects = Enumerable.Range(0, 200).Select(number => $"subject {number}").ToList();
        Assert.NotEqual(Draw(subjects, 10, "one"), Draw(subjects, 10, "two"));
        Assert.Equal(Offered(subjects, 10, "one").PopulationSha256(), Offered(subjects, 10, "two").PopulationSha256());
        Assert.NotEqual(Offered(subjects, 10, "one").PopulationSha256(), Offered(subjects.Skip(1), 10, "one").PopulationSha256());
    }

    /// <summary>Each of a hundred is drawn about as often as another: ten of them four hundred times.</summary>
    [Fact]
    public void Draw_OverManySeeds_PrefersNobody()
    {
        var subjects = Enumerable.Range(0, 100).Select(number => $"subject {number}").ToList();
        var times = Enumerable.Range(0, 400).SelectMany(seed => Draw(subjects, 10, $"seed {seed}")).CountBy(subject => subject).ToDictionary();
        Assert.Equal(100, times.Count);
        Assert.InRange(times.Values.Min(), 15, 40);
        Assert.InRange(times.Values.Max(), 40, 70);
    }

    private static IReadOnlyList<string> Draw(IEnumerable<string> subjects, int size, string seed) => Offered(subjects, size, seed).Drawn();

    private static SampleDraw<string> Offered(IEnumerable<string> subjects, int size, string seed)
    {
        var draw = new SampleDraw<string>(seed, size);
        foreach (var subject in subjects)
            draw.Offer(subject, subject);
        return draw;
    }
}
