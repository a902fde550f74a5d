using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NhiPortal.Features.Access.Http;

/// <summary>An error answer (RFC 9457) with a stable type; <see cref="Reason"/> is the portal's own finer code where there is one.</summary>
internal sealed record Problem(int Status, string Type, string Title, string Detail)
{
    public string? Reason { get; init; }

    /// <summary>Everything wrong, by the field it is wrong in.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }

    /// <summary>Seconds after which trying again may help.</summary>
    public int? RetryAfter { get; init; }

    // Nobody renders a problem as HTML (its type says so and may not be guessed), and people read it in a terminal.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Own = "urn:nhiportal:error:";

    public static Problem InvalidRequest(string detail, string? reason = null) => new(400, Own + "invalid_request", "The request cannot be understood", detail) { Reason = reason };

    public static Problem TooLarge => new(413, Own + "too_large", "The body is too large", $"A body may have at most {JsonBody.Largest} bytes.");

    public static Problem MethodNotAllowed(string allowed) => new(405, Own + "method_not_allowed", "The method is not allowed here", $"Use {allowed}.");

    public static Problem NoSuchPath => new(404, Own + "not_found", "There is nothing here", "The workload API has no such path.");

    public static Problem Unauthorized(string reason, string detail) => new(401, Own + "invalid_token", "The caller is not authenticated", detail) { Reason = reason };

    public static Problem Forbidden(string reason, string detail) => new(403, Own + "unknown_caller", "The caller is not known here", detail) { Reason = reason };

    public static Problem Unavailable(string detail) => new(503, Own + "unavailable", "The portal cannot answer now", detail) { RetryAfter = 1 };

    public static Problem TooManyRequests(int seconds) => new(429, Own + "too_many_requests", "Too many requests", "Ask again later; evaluations are not limited.") { RetryAfter = seconds };

    public static Problem NotSupported(string code, string detail) => new(400, Own + code, "This is not supported", detail);

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        json.WriteString("type"u8, Type);
        json.WriteString("title"u8, Title);
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Detail);
        if (Reason is not null)
            json.WriteString("reason"u8, Reason);
        if (Errors is not null)
            WriteErrors(json, Errors);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyDictionary<string, IReadOnlyList<string>> errors)
    {
        json.WriteStartObject("errors"u8);
        foreach (var (field, sentences) in errors)
        {
            json.WriteStartArray(field);
            foreach (var sentence in sentences)
                json.WriteStringValue(sentence);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
