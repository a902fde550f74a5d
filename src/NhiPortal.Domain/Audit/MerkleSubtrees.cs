using System.Numerics;

namespace NhiPortal.Domain.Audit;

/// <summary>Subtree roots of a tree of which only every eighth level is stored; each tile is read once.</summary>
internal sealed class MerkleSubtrees(long treeSize, MerkleReader read)
{
    private readonly Dictionary<(int Level, long Tile), MerkleHash[]> _tiles = [];

    /// <summary>How many tiles are held.</summary>
    public int Tiles => _tiles.Count;

    /// <summary>The root over leaves <paramref name="begin"/> to <paramref name="end"/> - 1, a range RFC 6962's splitting makes.</summary>
    public MerkleHash Root(long begin, long end)
    {
        var width = end - begin;
        if (BitOperations.IsPow2(width)) return Complete(BitOperations.Log2((ulong)width), begin);
        var split = begin + MerkleTree.SplitOf(width);
        return MerkleTree.NodeHash(Root(begin, split), Root(split, end));
    }

    private MerkleHash Complete(int level, long firstLeaf)
    {
        var height = level % MerkleTree.TileHeight;
        var stored = level - height;
        var first = firstLeaf >> stored;
        var tile = Tile(stored, first / MerkleTree.TileWidth);
        return MerkleTree.Root(tile.AsSpan((int)(first % MerkleTree.TileWidth), 1 << height));
    }

    private MerkleHash[] Tile(int level, long tile)
    {
        if (_tiles.TryGetValue((level, tile), out var hashes)) return hashes;
        var first = tile * MerkleTree.TileWidth;
        var count = (int)Math.Min(MerkleTree.TileWidth, (treeSize >> level) - first);
        hashes = [.. read(level, first, count)];
        if (hashes.Length != count)
            throw new InvalidOperationException($"Level {level} holds {hashes.Length} of the {count} hashes from {first} on.");
        return _tiles[(level, tile)] = hashes;
    }
}
