using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace NhiPortal.Domain.Audit;

/// <summary>Strings with only the escapes RFC 8785 §3.2.2.2 asks for, and the order of names in §3.2.3.</summary>
internal static class CanonicalText
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <summary>Appends the string's own UTF-8, without quotes or escapes.</summary>
    public static void Unescape(ref Utf8JsonReader reader, ref PooledBytes output)
    {
        if (!reader.ValueIsEscaped)
        {
            if (!Utf8.IsValid(reader.ValueSpan)) throw NotUnicode();
            output.Append(reader.ValueSpan);
            return;
        }
        try
        {
            output.Advance(reader.CopyString(output.Reserve(reader.ValueSpan.Length)));
        }
        catch (InvalidOperationException)
        {
            throw NotUnicode();
        }
    }

    public static void Quote(ReadOnlySpan<byte> utf8, ref PooledBytes output)
    {
        output.Append((byte)'"');
        for (var next = utf8.IndexOfAny(Escaped); next >= 0; next = utf8.IndexOfAny(Escaped))
        {
            output.Append(utf8[..next]);
            Escape(utf8[next], ref output);
            utf8 = utf8[(next + 1)..];
        }
        output.Append(utf8);
        output.Append((byte)'"');
    }

    /// <summary>Compares valid UTF-8 by the UTF-16 code units it stands for.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length - right.Length;
        int a = left[same], b = right[same];
        // Surrogate pairs (lead bytes F0 and up) sort before U+E000..U+FFFF (lead bytes EE, EF) in UTF-16, after them in UTF-8.
        return a >= 0xEE && b >= 0xEE && a >= 0xF0 != b >= 0xF0 ? b - a : a - b;
    }

    private static void Escape(byte c, ref PooledBytes output)
    {
        switch (c)
        {
            case (byte)'"': output.Append("\\\""u8); break;
            case (byte)'\\': output.Append("\\\\"u8); break;
            case (byte)'\b': output.Append("\\b"u8); break;
            case (byte)'\t': output.Append("\\t"u8); break;
            case (byte)'\n': output.Append("\\n"u8); break;
            case (byte)'\f': output.Append("\\f"u8); break;
            case (byte)'\r': output.Append("\\r"u8); break;
            default:
                output.Append("\\u00"u8);
                output.Append("0123456789abcdef"u8.Slice(c >> 4, 1));
                output.Append("0123456789abcdef"u8.Slice(c & 15, 1));
                break;
        }
    }

    private static FormatException NotUnicode() => new("A string is not valid Unicode.");
}
