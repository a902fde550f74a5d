using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;

namespace NhiPortal.Features.Access.Http;

/// <summary>
/// A request body as one JSON object that means the same to every reader: bounded, valid Unicode, no member twice. Held
/// in rented memory until disposed.
/// </summary>
internal sealed class JsonBody : IDisposable
{
    public const int Largest = 64 * 1024;
    private const int Deepest = 32;
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };
    private readonly byte[] rented;
    private readonly int length;
    private readonly JsonDocument? document;

    private JsonBody(byte[] rented, int length, JsonDocument? document) => (this.rented, this.length, this.document) = (rented, length, document);

    /// <summary>The object; undefined when an empty body was allowed.</summary>
    public JsonElement Root => document?.RootElement ?? default;

    public ReadOnlySpan<byte> Bytes => rented.AsSpan(0, length);

    /// <returns>Either a body, which the caller disposes, or what is wrong with it.</returns>
    public static async ValueTask<(JsonBody? Body, Problem? Problem)> ReadAsync(HttpRequest request, bool mayBeEmpty, CancellationToken cancellation)
    {
        if (request.ContentLength > Largest)
            return (null, Problem.TooLarge);
        var rented = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? 4096) + 1);
        var length = 0;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (length + read.Buffer.Length > Largest)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                ArrayPool<byte>.Shared.Return(rented);
                return (null, Problem.TooLarge);
            }

            rented = Append(rented, ref length, read);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
        }

        if (mayBeEmpty && length == 0)
            return (new JsonBody(rented, 0, null), null);
        var (document, problem) = IsJson(request) ? Parse(rented.AsMemory(0, length)) : (null, Problem.InvalidRequest("Send application/json in UTF-8, not compressed.", "content_type"));
        if (document is not null)
            return (new JsonBody(rented, length, document), null);
        ArrayPool<byte>.Shared.Return(rented);
        return (null, problem);
    }

    public void Dispose()
    {
        document?.Dispose();
        ArrayPool<byte>.Shared.Return(rented);
    }

    internal static (JsonDocument? Document, Problem? Problem) Parse(ReadOnlyMemory<byte> utf8)
    {
        // The parser itself does not look inside strings.
        if (!Utf8.IsValid(utf8.Span))
            return (null, Problem.InvalidRequest("The body is not valid UTF-8.", "malformed"));
        try
        {
            if (utf8.Span.IndexOf("\\u"u8) >= 0)
                RefuseLoneSurrogates(utf8.Span);
            var document = JsonDocument.Parse(utf8, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return (document, null);
            document.Dispose();
            return (null, Problem.InvalidRequest("The body must be a JSON object.", "malformed"));
        }
        catch (JsonException error)
        {
            var place = error.LineNumber is { } line ? $" (line {line + 1}, byte {error.BytePositionInLine + 1})" : "";
            return (null, Problem.InvalidRequest($"The body must be one JSON object, at most {Deepest} deep, with no member twice{place}.", "malformed"));
        }
    }

    private static void RefuseLoneSurrogates(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Deepest });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new JsonException("A string holds half a character.", null, null, null);
            }
        }
    }

    private static byte[] Append(byte[] rented, ref int length, ReadResult read)
    {
        var needed = length + (int)read.Buffer.Length;
        if (needed > rented.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, rented.Length * 2));
            rented.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(rented);
            rented = larger;
        }

        read.Buffer.CopyTo(rented.AsSpan(length));
        length = needed;
        return rented;
    }

    private static bool IsJson(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0)
            return false;
        if (request.ContentType is "application/json")
            return true;
        return Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
    }
}
