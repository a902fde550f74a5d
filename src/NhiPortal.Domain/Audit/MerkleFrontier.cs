using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// An append-only tree reduced to its size and the roots of its complete subtrees: enough to grow it and to know its
/// root, in at most 63 hashes. Not safe for two threads at once.
/// </summary>
public sealed class MerkleFrontier
{
    private const int SizeBytes = sizeof(long);
    private const int Levels = 63;

    // The peak of level n is in use exactly when bit n of the size is set.
    private readonly MerkleHash[] _peaks = new MerkleHash[Levels];

    public long Size { get; private set; }

    public static MerkleFrontier Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out var frontier) ? frontier : throw new FormatException("These bytes are not a tree's frontier.");

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out MerkleFrontier? frontier)
    {
        frontier = null;
        if (bytes.Length < SizeBytes) return false;
        var size = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (size < 0 || bytes.Length != EncodedLength(size)) return false;
        frontier = new MerkleFrontier { Size = size };
        bytes = bytes[SizeBytes..];
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (!HasPeak(size, level)) continue;
            frontier._peaks[level] = new MerkleHash(bytes[..MerkleHash.Length]);
            bytes = bytes[MerkleHash.Length..];
        }
        return true;
    }

    /// <summary>Adds a leaf, and to <paramref name="completed"/> each subtree this completes whose level is stored above the leaves.</summary>
    public void Append(MerkleHash leafHash, ICollection<MerkleNode>? completed = null)
    {
        var hash = leafHash;
        var level = 0;
        while (HasPeak(Size, level))
        {
            hash = MerkleTree.NodeHash(_peaks[level], hash);
            level++;
            if (level % MerkleTree.TileHeight == 0) completed?.Add(new MerkleNode(level, Size >> level, hash));
        }
        _peaks[level] = hash;
        Size++;
    }

    /// <summary>Adds a complete subtree of 2^<paramref name="level"/> leaves; false, and nothing added, where none of that level can begin.</summary>
    public bool TryAppend(int level, MerkleHash hash)
    {
        if (level is < 0 or >= Levels - 1 || (Size & ((1L << level) - 1)) != 0 || Size > long.MaxValue - (1L << level)) return false;
        var at = level;
        for (; HasPeak(Size, at); at++) hash = MerkleTree.NodeHash(_peaks[at], hash);
        _peaks[at] = hash;
        Size += 1L << level;
        return true;
    }

    public void Append(ReadOnlySpan<MerkleHash> leafHashes, ICollection<MerkleNode>? completed = null)
    {
        foreach (var leafHash in leafHashes) Append(leafHash, completed);
    }

    public MerkleHash Root()
    {
        if (Size == 0) return MerkleTree.EmptyRoot;
        var level = BitOperations.TrailingZeroCount(Size);
        var root = _peaks[level];
        while (++level < Levels)
            if (HasPeak(Size, level)) root = MerkleTree.NodeHash(_peaks[level], root);
        return root;
    }

    /// <summary>The size, eight bytes big-endian, then the peaks from the largest subtree to the smallest.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[EncodedLength(Size)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Size);
        var rest = bytes.AsSpan(SizeBytes);
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (!HasPeak(Size, level)) continue;
            _peaks[level].CopyTo(rest);
            rest = rest[MerkleHash.Length..];
        }
        return bytes;
    }

    private static bool HasPeak(long size, int level) => (size >> level & 1) == 1;

    private static int EncodedLength(long size) => SizeBytes + BitOperations.PopCount((ulong)size) * MerkleHash.Length;
}
