using System.Text;
using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>How the letters of a text file are written, and whether that is known or assumed.</summary>
internal sealed record TextEncoding(Encoding Encoding, string Words)
{
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Looks at the whole file; a file that is UTF-8 in one place and something else in another is refused.</summary>
    public static async Task<Result<TextEncoding>> OfAsync(Stream file, CancellationToken cancellation)
    {
        file.Position = 0;
        var buffer = new byte[64 * 1024];
        var start = await file.ReadAtLeastAsync(buffer.AsMemory(0, 512), 512, false, cancellation);
        var head = buffer.AsSpan(0, start);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return new TextEncoding(Encoding.Unicode, "UTF-16");
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new TextEncoding(Encoding.BigEndianUnicode, "UTF-16");
        if (head.Contains((byte)0))
            return Unmarked(head);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return new TextEncoding(Encoding.UTF8, "UTF-8");
        return await ScanAsync(file, buffer, cancellation);
    }

    // Text in Latin letters without a mark has its zero bytes on one side only.
    private static Result<TextEncoding> Unmarked(ReadOnlySpan<byte> head)
    {
        int even = 0, odd = 0;
        for (var at = 0; at < head.Length; at++)
            if (head[at] == 0)
                _ = at % 2 == 0 ? even++ : odd++;
        return (even, odd) switch
        {
            (0, > 0) => new TextEncoding(Encoding.Unicode, "UTF-16"),
            ( > 0, 0) => new TextEncoding(Encoding.BigEndianUnicode, "UTF-16"),
            _ => new Refusal("not_text", "This is neither a CSV nor an XLSX file. Save it as one of the two."),
        };
    }

    private static async Task<Result<TextEncoding>> ScanAsync(Stream file, byte[] buffer, CancellationToken cancellation)
    {
        file.Position = 0;
        int kept = 0, line = 1, wide = 0, firstWide = 0, firstBad = 0;
        while (true)
        {
            var read = await file.ReadAsync(buffer.AsMemory(kept), cancellation);
            var (used, last) = (0, read == 0);
            var length = kept + read;
            while (used < length)
            {
                var rest = buffer.AsSpan(used, length - used);
                var plain = rest.IndexOfAnyExceptInRange((byte)1, (byte)0x7F) is var other and >= 0 ? other : rest.Length;
                line += rest[..plain].Count((byte)'\n');
                used += plain;
                if (used == length)
                    break;
                rest = buffer.AsSpan(used, length - used);
                var status = Rune.DecodeFromUtf8(rest, out _, out var taken);
                if (status == System.Buffers.OperationStatus.NeedMoreData && !last)
                    break;
                used += Math.Max(1, taken);
                if (rest[0] == 0)
                    return new Refusal("not_text", $"Line {line} holds a zero byte, so this is no text file. Save it as CSV or XLSX.");
                if (status == System.Buffers.OperationStatus.Done && wide++ == 0)
                    firstWide = line;
                if (status != System.Buffers.OperationStatus.Done && firstBad == 0)
                    firstBad = line;
            }

            if (last)
                break;
            kept = length - used;
            buffer.AsSpan(used, kept).CopyTo(buffer);
        }

        return (wide, firstBad) switch
        {
            (_, 0) => new TextEncoding(Encoding.UTF8, "UTF-8"),
            (0, _) => new TextEncoding(Windows, "Windows-1252, because it is not UTF-8: check names with accents below"),
            _ => new Refusal("mixed_encodings", $"The letters are written in two ways: line {firstWide} is UTF-8, line {firstBad} is not. Save the file as UTF-8 as a whole; nothing was read."),
        };
    }
}
