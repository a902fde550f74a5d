using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class MerkleGapsTests
{
    private static readonly SampleTree Tree = new(2000);

    [Fact]
    public void ShownLeavesAndCoveredGaps_GiveTheRoot() => Prop.ForAll(
        Gen.Choose(1, 2000).ToArbitrary(), Gen.Choose(0, 1999).ListOf().ToArbitrary(), (size, chosen) =>
        {
            var (frontier, gaps) = (new MerkleFrontier(), new MerkleGaps(size, Tree.Read));
            foreach (var leaf in chosen.Where(leaf => leaf < size).Distinct().Order())
            {
                Cover(frontier, gaps, leaf);
                Assert.Equal(leaf, frontier.Size);
                frontier.Append(SampleTree.Leaf(leaf));
            }

            Cover(frontier, gaps, size);
            Assert.Equal((size, Tree.Root(size)), (frontier.Size, frontier.Root()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cover_AnyGap_TakesFewNodes()
    {
        var gaps = new MerkleGaps(2000, Tree.Read);
        Assert.Empty(gaps.Cover(5, 5));
        Assert.All(Enumerable.Range(0, 2000), begin => Assert.InRange(gaps.Cover(begin, 2000).Count(), 1, 2 * 11));
    }

    [Fact]
    public void TryAppend_WhereNoneOfThatLevelBegins_AddsNothing()
    {
        var frontier = new MerkleFrontier();
        frontier.Append(SampleTree.Leaf(0));
        Assert.False(frontier.TryAppend(1, SampleTree.Leaf(1)));
        Assert.False(frontier.TryAppend(-1, SampleTree.Leaf(1)));
        Assert.False(frontier.TryAppend(63, SampleTree.Leaf(1)));
        Assert.Equal((1, SampleTree.Leaf(0)), (frontier.Size, frontier.Root()));
    }

    private static void Cover(MerkleFrontier frontier, MerkleGaps gaps, long end)
    {
        foreach (var node in gaps.Cover(frontier.Size, end))
            Assert.True(frontier.TryAppend(node.Level, node.Hash));
    }
}
