namespace NhiPortal.Domain.Audit;

/// <summary>Makes the proofs of RFC 6962 §2.1.1 and §2.1.2 with at most two reads per stored level and tree.</summary>
public static class MerkleProofs
{
    public static MerkleHash Root(long treeSize, MerkleReader read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(treeSize);
        return treeSize == 0 ? MerkleTree.EmptyRoot : new MerkleSubtrees(treeSize, read).Root(0, treeSize);
    }

    /// <summary>What shows that the leaf is in the tree of that size, from the leaf's neighbour up.</summary>
    public static MerkleHash[] Inclusion(long leafIndex, long treeSize, MerkleReader read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leafIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leafIndex, treeSize);
        var subtrees = new MerkleSubtrees(treeSize, read);
        var path = new List<MerkleHash>();
        var (begin, end) = (0L, treeSize);
        while (end - begin > 1)
        {
            var split = begin + MerkleTree.SplitOf(end - begin);
            var left = leafIndex < split;
            path.Add(left ? subtrees.Root(split, end) : subtrees.Root(begin, split));
            if (left) end = split;
            else begin = split;
        }
        path.Reverse();
        return [.. path];
    }

    /// <summary>What shows that the tree of the first size is the beginning of the tree of the second.</summary>
    public static MerkleHash[] Consistency(long firstSize, long secondSize, MerkleReader read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstSize, secondSize);
        if (firstSize == 0 || firstSize == secondSize) return [];
        var subtrees = new MerkleSubtrees(secondSize, read);
        var path = new List<MerkleHash>();
        var (begin, end) = (0L, secondSize);
        while (end != firstSize)
        {
            var split = begin + MerkleTree.SplitOf(end - begin);
            var left = firstSize <= split;
            path.Add(left ? subtrees.Root(split, end) : subtrees.Root(begin, split));
            if (left) end = split;
            else begin = split;
        }
        // A first tree that is a complete subtree of the second is known to the verifier already.
        if (begin > 0) path.Add(subtrees.Root(begin, end));
        path.Reverse();
        return [.. path];
    }
}
