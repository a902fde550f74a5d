using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

/// <summary>A growing tree with the rows a database would hold, the naive recursive root to compare with, and its reads counted.</summary>
internal sealed class SampleTree
{
    private readonly List<MerkleHash> _leaves = [];
    private readonly Dictionary<int, List<MerkleHash>> _stored = [];
    private readonly List<MerkleNode> _completed = [];

    public SampleTree(int size)
    {
        for (var i = 0; i < size; i++) _leaves.Add(Leaf(i));
        foreach (var leaf in _leaves) Frontier.Append(leaf, _completed);
        _stored[0] = _leaves;
        foreach (var node in _completed)
        {
            if (!_stored.TryGetValue(node.Level, out var level)) _stored[node.Level] = level = [];
            Assert.Equal(level.Count, node.Index);
            level.Add(node.Hash);
        }
    }

    public MerkleFrontier Frontier { get; } = new();

    public IReadOnlyList<MerkleNode> Completed => _completed;

    public int Reads { get; private set; }

    public static MerkleHash Leaf(long index) => MerkleTree.LeafHash(BitConverter.GetBytes(index));

    public IReadOnlyList<MerkleHash> Read(int level, long first, int count)
    {
        Assert.InRange(count, 1, MerkleTree.TileWidth);
        Assert.Equal(0, level % MerkleTree.TileHeight);
        Reads++;
        return _stored[level].GetRange((int)first, count);
    }

    public MerkleHash Root(int size) => Root(0, size);

    /// <summary>The definition of RFC 6962 §2.1, word for word.</summary>
    public MerkleHash Root(int begin, int end)
    {
        if (begin == end) return MerkleTree.EmptyRoot;
        if (end - begin == 1) return _leaves[begin];
        var split = 1;
        while (split * 2 < end - begin) split *= 2;
        return MerkleTree.NodeHash(Root(begin, begin + split), Root(begin + split, end));
    }
}
