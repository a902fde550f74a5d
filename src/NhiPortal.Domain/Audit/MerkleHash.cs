using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace NhiPortal.Domain.Audit;

/// <summary>A SHA-256 value in a Merkle tree; its text is 64 lower-case hexadecimal digits.</summary>
public readonly struct MerkleHash : IEquatable<MerkleHash>
{
    public const int Length = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    public MerkleHash(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length) throw new ArgumentException("A hash has 32 bytes.", nameof(bytes));
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    public static bool operator ==(MerkleHash left, MerkleHash right) => left.Equals(right);

    public static bool operator !=(MerkleHash left, MerkleHash right) => !left.Equals(right);

    public static MerkleHash Parse(string hex) =>
        TryParse(hex, out var hash) ? hash : throw new FormatException("A hash is written as 64 hexadecimal digits.");

    public static bool TryParse([NotNullWhen(true)] string? hex, out MerkleHash hash)
    {
        Span<byte> bytes = stackalloc byte[Length];
        hash = default;
        if (hex is not { Length: 2 * Length }) return false;
        if (Convert.FromHexString(hex, bytes, out _, out _) is not OperationStatus.Done) return false;
        hash = new MerkleHash(bytes);
        return true;
    }

    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public bool Equals(MerkleHash other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is MerkleHash other && Equals(other);

    public override int GetHashCode() => _a.GetHashCode();

    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
