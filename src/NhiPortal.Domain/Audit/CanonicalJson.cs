using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NhiPortal.Domain.Audit;

/// <summary>
/// The one byte form of a JSON value (RFC 8785), so that equal values hash equally. A value without such a form is
/// refused: two members of one name, text that is not Unicode, a number beyond a double, nesting deeper than 64.
/// </summary>
public static class CanonicalJson
{
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    // An element's raw text may hold what its document was told to tolerate.
    private static readonly JsonReaderOptions Parsed = new()
    {
        MaxDepth = MaxDepth,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static byte[] ToBytes(ReadOnlySpan<byte> utf8Json)
    {
        using var writer = Run(utf8Json, Strict);
        return writer.Written.ToArray();
    }

    public static byte[] ToBytes(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined) throw new FormatException("There is no JSON value.");
        using var writer = Run(JsonMarshal.GetRawUtf8Value(element), Parsed);
        return writer.Written.ToArray();
    }

    public static void Write(ReadOnlySpan<byte> utf8Json, IBufferWriter<byte> output)
    {
        using var writer = Run(utf8Json, Strict);
        output.Write(writer.Written);
    }

    public static bool TryToBytes(
        ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out byte[]? canonical, [NotNullWhen(false)] out string? refusal)
    {
        try
        {
            (canonical, refusal) = (ToBytes(utf8Json), null);
            return true;
        }
        catch (FormatException fault)
        {
            (canonical, refusal) = (null, fault.Message);
            return false;
        }
    }

    private static CanonicalWriter Run(ReadOnlySpan<byte> utf8Json, JsonReaderOptions options)
    {
        var reader = new Utf8JsonReader(utf8Json, options);
        var writer = new CanonicalWriter(utf8Json.Length + 64);
        try
        {
            reader.Read();
            writer.WriteValue(ref reader);
            // Reading on is what refuses text after the value.
            reader.Read();
            return writer;
        }
        catch (JsonException fault)
        {
            writer.Dispose();
            throw new FormatException(
                $"Not JSON nested at most {MaxDepth} deep: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
        catch (FormatException)
        {
            writer.Dispose();
            throw;
        }
    }
}
