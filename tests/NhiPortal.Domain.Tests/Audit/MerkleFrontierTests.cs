using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class MerkleFrontierTests
{
    private static readonly SampleTree Tree = new(2000);

    [Fact]
    public void Root_EverySizeUpTo2000_EqualsTheNaiveRoot()
    {
        var frontier = new MerkleFrontier();
        for (var size = 0; size <= 2000; size++)
        {
            Assert.Equal(size, frontier.Size);
            Assert.Equal(Tree.Root(size), frontier.Root());
            frontier.Append(SampleTree.Leaf(size));
        }
    }

    [Fact]
    public void Parse_AtAnySize_GoesOnAsIfNeverStored() =>
        Prop.ForAll(Gen.Choose(0, 2000).Two().ToArbitrary(), sizes =>
        {
            var (cut, size) = (Math.Min(sizes.Item1, sizes.Item2), Math.Max(sizes.Item1, sizes.Item2));
            var frontier = new MerkleFrontier();
            for (var i = 0; i < cut; i++) frontier.Append(SampleTree.Leaf(i));
            var stored = frontier.ToBytes();
            var parsed = MerkleFrontier.Parse(stored);
            Assert.Equal(stored, parsed.ToBytes());
            var completed = new List<MerkleNode>();
            for (var i = cut; i < size; i++) parsed.Append(SampleTree.Leaf(i), completed);
            Assert.Equal(Tree.Root(size), parsed.Root());
            Assert.Equal(Tree.Completed.Where(n => n.Index >= cut >> 8 && n.Index < size >> 8), completed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Append_70000Leaves_ReportsOnlyTilesWithTheirSubtreeRoots()
    {
        var tree = new SampleTree(70_000);
        Assert.Equal(70_000 / 256 + 70_000 / 65_536, tree.Completed.Count);
        Assert.Equal(tree.Root(0, 65_536), tree.Completed.Single(n => n.Level == 16).Hash);
        var node = tree.Completed.Single(n => n is { Level: 8, Index: 123 });
        Assert.Equal(tree.Root(123 * 256, 124 * 256), node.Hash);
    }

    [Fact]
    public void TryParse_NotAFrontier_IsFalse()
    {
        var bytes = Tree.Frontier.ToBytes();
        Assert.Equal(8 + 6 * 32, bytes.Length);
        Assert.False(MerkleFrontier.TryParse([], out _));
        Assert.False(MerkleFrontier.TryParse(bytes.AsSpan(1), out _));
        Assert.False(MerkleFrontier.TryParse([.. bytes, 0], out _));
        bytes[7] ^= 1;
        Assert.False(MerkleFrontier.TryParse(bytes, out _));
        Assert.False(MerkleFrontier.TryParse([0xFF, .. bytes.AsSpan(1)], out _));
        Assert.Throws<FormatException>(() => MerkleFrontier.Parse([1]));
        Assert.Equal(MerkleTree.EmptyRoot, MerkleFrontier.Parse(new MerkleFrontier().ToBytes()).Root());
    }
}
