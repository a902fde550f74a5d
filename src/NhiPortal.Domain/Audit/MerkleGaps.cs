using System.Numerics;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// Names what lies between leaves that are shown: the fewest complete subtrees over a gap. Shown leaves and these nodes, in
/// order, give the tree's root again, so one list proves every shown leaf at its place. Memory stays bounded.
/// </summary>
public sealed class MerkleGaps(long treeSize, MerkleReader read)
{
    private const int MostTiles = 64;
    private MerkleSubtrees _subtrees = new(treeSize, read);

    /// <summary>The nodes over leaves <paramref name="begin"/> to <paramref name="end"/> - 1, from the left, each at most as large as its place allows.</summary>
    public IEnumerable<MerkleNode> Cover(long begin, long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, treeSize);
        while (begin < end)
        {
            var fits = BitOperations.Log2((ulong)(end - begin));
            var level = begin == 0 ? fits : Math.Min(fits, BitOperations.TrailingZeroCount(begin));
            if (_subtrees.Tiles > MostTiles) _subtrees = new MerkleSubtrees(treeSize, read);
            yield return new MerkleNode(level, begin >> level, _subtrees.Root(begin, begin + (1L << level)));
            begin += 1L << level;
        }
    }
}
