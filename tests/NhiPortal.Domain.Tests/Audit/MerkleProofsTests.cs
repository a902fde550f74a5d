using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class MerkleProofsTests
{
    private static readonly SampleTree Tree = new(2000);

    [Fact]
    public void Inclusion_EveryLeafOfEverySizeUpTo130_Verifies()
    {
        for (var size = 1; size <= 130; size++)
            for (var leaf = 0; leaf < size; leaf++)
                Assert.True(Included(leaf, size));
    }

    [Fact]
    public void Inclusion_AnyLeafOfAnySize_Verifies() =>
        Prop.ForAll(Gen.Choose(1, 2000).Two().ToArbitrary(), pair =>
            Assert.True(Included(Math.Min(pair.Item1, pair.Item2) - 1, Math.Max(pair.Item1, pair.Item2))))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Consistency_EveryPairUpTo130_Verifies()
    {
        for (var second = 0; second <= 130; second++)
            for (var first = 0; first <= second; first++)
                Assert.True(Consistent(first, second));
    }

    [Fact]
    public void Consistency_AnyPair_Verifies() =>
        Prop.ForAll(Gen.Choose(0, 2000).Two().ToArbitrary(), pair =>
            Assert.True(Consistent(Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2))))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Root_AnySize_EqualsTheNaiveRoot() => Prop.ForAll(Gen.Choose(0, 2000).ToArbitrary(), size =>
        Assert.Equal(Tree.Root(size), MerkleProofs.Root(size, Tree.Read))).QuickCheckThrowOnFailure();

    [Fact]
    public void Inclusion_ThreeStoredLevels_TakesAtMostTwoReadsEach()
    {
        var tree = new SampleTree(70_000);
        var root = tree.Root(70_000);
        foreach (var leaf in new[] { 0, 255, 256, 40_000, 65_535, 65_536, 69_887, 69_888, 69_999 })
        {
            var before = tree.Reads;
            var path = MerkleProofs.Inclusion(leaf, 70_000, tree.Read);
            Assert.InRange(tree.Reads - before, 1, 6);
            Assert.True(MerkleVerification.Includes(SampleTree.Leaf(leaf), leaf, 70_000, root, path));
        }
        var consistency = MerkleProofs.Consistency(66_000, 70_000, tree.Read);
        Assert.True(MerkleVerification.Extends(66_000, tree.Root(66_000), 70_000, root, consistency));
    }

    [Fact]
    public void Proofs_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Inclusion(-1, 5, Tree.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Inclusion(5, 5, Tree.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Consistency(-1, 5, Tree.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Consistency(6, 5, Tree.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleProofs.Root(-1, Tree.Read));
    }

    [Fact]
    public void Inclusion_StoreHoldsTooFew_Throws() =>
        Assert.Throws<InvalidOperationException>(() => MerkleProofs.Inclusion(3, 9, (_, _, count) => new MerkleHash[count - 1]));

    private static bool Included(int leaf, int size) => MerkleVerification.Includes(
        SampleTree.Leaf(leaf), leaf, size, Tree.Root(size), MerkleProofs.Inclusion(leaf, size, Tree.Read));

    private static bool Consistent(int first, int second) => MerkleVerification.Extends(
        first, Tree.Root(first), second, Tree.Root(second), MerkleProofs.Consistency(first, second, Tree.Read));
}
