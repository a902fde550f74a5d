using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public class MerkleVerificationTests
{
    private static readonly SampleTree Tree = new(600);
    private static readonly MerkleHash[] Roots = [.. Enumerable.Range(0, 601).Select(size => Tree.Root(size))];

    private static readonly Arbitrary<(int Low, int High, int Bit)> Cases = (
        from pair in Gen.Choose(1, 600).Two()
        from bit in Gen.Choose(0, 255)
        select (Math.Min(pair.Item1, pair.Item2), Math.Max(pair.Item1, pair.Item2), bit)).ToArbitrary();

    [Fact]
    public void Includes_AnyBitFlipped_IsFalse() => Prop.ForAll(Cases, c =>
    {
        var (leaf, size, hash) = (c.Low - 1, c.High, SampleTree.Leaf(c.Low - 1));
        var path = MerkleProofs.Inclusion(leaf, size, Tree.Read);
        Assert.True(MerkleVerification.Includes(hash, leaf, size, Roots[size], path));
        Assert.False(MerkleVerification.Includes(hash.Flip(c.Bit), leaf, size, Roots[size], path));
        Assert.False(MerkleVerification.Includes(hash, leaf, size, Roots[size].Flip(c.Bit), path));
        for (var i = 0; i < path.Length; i++)
            Assert.False(MerkleVerification.Includes(hash, leaf, size, Roots[size], Altered(path, i, c.Bit)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Includes_AnotherPlaceSizeOrLength_IsFalse() => Prop.ForAll(Cases, c =>
    {
        var (leaf, size, hash) = (c.Low - 1, c.High, SampleTree.Leaf(c.Low - 1));
        var path = MerkleProofs.Inclusion(leaf, size, Tree.Read);
        for (var other = -1; other <= 601; other++)
        {
            if (other != leaf) Assert.False(MerkleVerification.Includes(hash, other, size, Roots[size], path));
            if (other != size && other >= 0 && other <= 600)
                Assert.False(MerkleVerification.Includes(hash, leaf, other, Roots[other], path));
        }
        Assert.False(MerkleVerification.Includes(hash, leaf, size, Roots[size], [.. path, hash]));
        if (path.Length > 0) Assert.False(MerkleVerification.Includes(hash, leaf, size, Roots[size], path.AsSpan(1)));
        if (path.Length > 0) Assert.False(MerkleVerification.Includes(hash, leaf, size, Roots[size], path.AsSpan(..^1)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Extends_AnyBitFlipped_IsFalse() => Prop.ForAll(Cases, c =>
    {
        var path = MerkleProofs.Consistency(c.Low, c.High, Tree.Read);
        Assert.True(MerkleVerification.Extends(c.Low, Roots[c.Low], c.High, Roots[c.High], path));
        Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low].Flip(c.Bit), c.High, Roots[c.High], path));
        Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low], c.High, Roots[c.High].Flip(c.Bit), path));
        for (var i = 0; i < path.Length; i++)
            Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low], c.High, Roots[c.High], Altered(path, i, c.Bit)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Extends_AnotherSizeOrLength_IsFalse() => Prop.ForAll(Cases, c =>
    {
        var path = MerkleProofs.Consistency(c.Low, c.High, Tree.Read);
        for (var other = 1; other <= 600; other++)
        {
            if (other != c.Low) Assert.False(MerkleVerification.Extends(other, Roots[other], c.High, Roots[c.High], path));
            if (other != c.High) Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low], other, Roots[other], path));
        }
        Assert.False(MerkleVerification.Extends(c.High + 1, Roots[c.Low], c.High, Roots[c.High], path));
        Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low], c.High * 4, Roots[c.High], path));
        Assert.False(MerkleVerification.Extends(-1, Roots[c.Low], c.High, Roots[c.High], path));
        Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low], c.High, Roots[c.High], [.. path, Roots[1]]));
        if (path.Length > 0) Assert.False(MerkleVerification.Extends(c.Low, Roots[c.Low], c.High, Roots[c.High], path.AsSpan(..^1)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Extends_FromNothing_NeedsTheEmptyRootAndNoPath()
    {
        Assert.True(MerkleVerification.Extends(0, MerkleTree.EmptyRoot, 9, Roots[9], []));
        Assert.False(MerkleVerification.Extends(0, Roots[1], 9, Roots[9], []));
        Assert.False(MerkleVerification.Extends(0, MerkleTree.EmptyRoot, 9, Roots[9], [Roots[1]]));
        Assert.False(MerkleVerification.Extends(5, Roots[5], 9, Roots[9], []));
    }

    private static MerkleHash[] Altered(MerkleHash[] path, int position, int bit)
    {
        MerkleHash[] altered = [.. path];
        altered[position] = altered[position].Flip(bit);
        return altered;
    }
}
