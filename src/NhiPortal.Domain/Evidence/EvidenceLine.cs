using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Evidence;

/// <summary>One event in the package: its evidence byte for byte, and its place in the tree.</summary>
public readonly ref struct EvidenceLine
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    private EvidenceLine(ReadOnlySpan<byte> body, MerkleHash hash, long leaf)
    {
        Body = body;
        Hash = hash;
        Leaf = leaf;
    }

    public ReadOnlySpan<byte> Body { get; }
    public MerkleHash Hash { get; }
    public long Leaf { get; }

    public static string Write(string body, MerkleHash hash, long leaf) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"body":{{body}},"leaf_hash":"{{hash}}","leaf_index":{{leaf}}}""") + "\n";

    /// <summary>Reads one line without its end; false for anything but the exact form that is written.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out EvidenceLine read)
    {
        read = default;
        var head = "{\"body\":"u8;
        var middle = ",\"leaf_hash\":\""u8;
        var tail = "\",\"leaf_index\":"u8;
        var cut = line.LastIndexOf(middle);
        if (!line.StartsWith(head) || cut < head.Length || line[^1] != (byte)'}')
            return false;
        var rest = line[(cut + middle.Length)..^1];
        if (rest.Length <= 64 + tail.Length || !rest[64..].StartsWith(tail))
            return false;
        var number = rest[(64 + tail.Length)..];
        if (number.ContainsAnyExcept(Digits) || number is [(byte)'0', _, ..] || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var leaf))
            return false;
        var hex = Encoding.ASCII.GetString(rest[..64]);
        if (!MerkleHash.TryParse(hex, out var hash) || hash.ToString() != hex)
            return false;
        read = new EvidenceLine(line[head.Length..cut], hash, leaf);
        return true;
    }
}
