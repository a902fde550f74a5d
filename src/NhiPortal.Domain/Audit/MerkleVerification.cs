using System.Numerics;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// Checks proofs as RFC 9162 §2.1.3.2 and §2.1.4.2 prescribe; whatever is not proved is false. A root fixes its tree,
/// so sizes and roots must come as pairs from signed checkpoints.
/// </summary>
public static class MerkleVerification
{
    public static bool Includes(
        MerkleHash leafHash, long leafIndex, long treeSize, MerkleHash root, ReadOnlySpan<MerkleHash> path)
    {
        if (leafIndex < 0 || leafIndex >= treeSize) return false;
        var (node, last) = (leafIndex, treeSize - 1);
        var hash = leafHash;
        foreach (var sibling in path)
        {
            if (last == 0) return false;
            if (IsRight(node, last))
            {
                hash = MerkleTree.NodeHash(sibling, hash);
                SkipLone(ref node, ref last);
            }
            else
            {
                hash = MerkleTree.NodeHash(hash, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    public static bool Extends(
        long firstSize, MerkleHash firstRoot, long secondSize, MerkleHash secondRoot, ReadOnlySpan<MerkleHash> path)
    {
        if (firstSize < 0 || firstSize > secondSize) return false;
        if (firstSize == secondSize) return path.IsEmpty && firstRoot == secondRoot;
        if (firstSize == 0) return path.IsEmpty && firstRoot == MerkleTree.EmptyRoot;
        if (path.IsEmpty) return false;
        var (node, last) = (firstSize - 1, secondSize - 1);
        var lone = BitOperations.TrailingZeroCount(firstSize);
        (node, last) = (node >> lone, last >> lone);
        var start = firstRoot;
        if (!BitOperations.IsPow2(firstSize))
        {
            start = path[0];
            path = path[1..];
        }
        var (first, second) = (start, start);
        foreach (var sibling in path)
        {
            if (last == 0) return false;
            if (IsRight(node, last))
            {
                first = MerkleTree.NodeHash(sibling, first);
                second = MerkleTree.NodeHash(sibling, second);
                SkipLone(ref node, ref last);
            }
            else
            {
                second = MerkleTree.NodeHash(second, sibling);
            }
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && first == firstRoot && second == secondRoot;
    }

    private static bool IsRight(long node, long last) => (node & 1) == 1 || node == last;

    // A node without a right sibling is carried up unchanged until it is somebody's right sibling.
    private static void SkipLone(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
    }
}
