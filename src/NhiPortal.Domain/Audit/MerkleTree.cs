using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace NhiPortal.Domain.Audit;

/// <summary>The hashing of RFC 6962 §2.1: leaves and nodes are hashed apart, so neither can pass for the other.</summary>
public static class MerkleTree
{
    /// <summary>Levels between two stored levels: a stored node stands for 256 nodes of the stored level below.</summary>
    public const int TileHeight = 8;
    public const int TileWidth = 1 << TileHeight;

    private const int OnStack = 1024;

    public static MerkleHash EmptyRoot { get; } = new(SHA256.HashData([]));

    public static MerkleHash LeafHash(ReadOnlySpan<byte> data)
    {
        var length = checked(data.Length + 1);
        var rented = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var input = (rented ?? stackalloc byte[OnStack])[..length];
        input[0] = 0;
        data.CopyTo(input[1..]);
        var hash = Hash(input);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    public static MerkleHash NodeHash(MerkleHash left, MerkleHash right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * MerkleHash.Length];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + MerkleHash.Length)..]);
        return Hash(input);
    }

    public static MerkleHash Root(ReadOnlySpan<MerkleHash> leafHashes)
    {
        if (leafHashes.Length <= 1) return leafHashes.IsEmpty ? EmptyRoot : leafHashes[0];
        var split = (int)SplitOf(leafHashes.Length);
        return NodeHash(Root(leafHashes[..split]), Root(leafHashes[split..]));
    }

    /// <summary>The largest power of two below <paramref name="width"/>, where RFC 6962 splits a tree of two leaves or more.</summary>
    internal static long SplitOf(long width) => 1L << BitOperations.Log2((ulong)(width - 1));

    private static MerkleHash Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> hash = stackalloc byte[MerkleHash.Length];
        SHA256.HashData(input, hash);
        return new MerkleHash(hash);
    }
}
