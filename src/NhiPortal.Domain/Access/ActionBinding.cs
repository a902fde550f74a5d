using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Access;

/// <summary>The hash that says which exact action an approval is for.</summary>
internal static class ActionBinding
{
    private const int Room = 1024;

    // What these leave out has an escaped or reordered canonical form.
    private static readonly SearchValues<char> PlainChars = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);
    private static readonly SearchValues<byte> PlainBytes = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c).Where(c => c is not ((byte)'"' or (byte)'\\'))]);

    public static string Of(ActionCall call, WorkloadId workload)
    {
        Span<byte> hash = stackalloc byte[32];
        Span<byte> direct = stackalloc byte[Room];
        if (TryWritePlain(call, workload, direct, out var length))
            SHA256.HashData(direct[..length], hash);
        else
            SHA256.HashData(CanonicalJson.ToBytes(Write(call, workload)), hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Whether a JSON value is a text that is its own canonical form.</summary>
    public static bool IsPlainText(JsonElement value, out int length)
    {
        length = 0;
        if (value.ValueKind != JsonValueKind.String)
            return false;
        var raw = JsonMarshal.GetRawUtf8Value(value);
        length = raw.Length;
        return !raw[1..^1].ContainsAnyExcept(PlainBytes);
    }

    internal static ReadOnlySpan<byte> Write(ActionCall call, WorkloadId workload)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("action"u8, call.Action);
        json.WriteStartObject("parameters"u8);
        foreach (var (name, value) in call.Parameters)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteString("resource_id"u8, call.ResourceId);
        json.WriteString("resource_type"u8, call.ResourceType);
        json.WriteString("target"u8, call.Target);
        json.WriteString("workload"u8, workload.Value);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>Nearly every call is short plain ASCII, whose canonical form can be written straight down; the tests hold both ways equal.</summary>
    internal static bool TryWritePlain(ActionCall call, WorkloadId workload, Span<byte> output, out int length)
    {
        length = 0;
        // The names around the values are in canonical order already; several parameters might not be.
        if (call.Parameters.Count > 1)
            return false;
        var written = Raw("{\"action\":\""u8, output, ref length) && Plain(call.Action, output, ref length) && Raw("\",\"parameters\":{"u8, output, ref length);
        foreach (var (name, value) in call.Parameters)
            written = written && IsPlainText(value, out _) && Raw("\""u8, output, ref length) && Plain(name, output, ref length)
                && Raw("\":"u8, output, ref length) && Raw(JsonMarshal.GetRawUtf8Value(value), output, ref length);
        return written
            && Raw("},\"resource_id\":\""u8, output, ref length) && Plain(call.ResourceId, output, ref length)
            && Raw("\",\"resource_type\":\""u8, output, ref length) && Plain(call.ResourceType, output, ref length)
            && Raw("\",\"target\":\""u8, output, ref length) && Plain(call.Target, output, ref length)
            && Raw("\",\"workload\":\""u8, output, ref length) && Identify(workload, output, ref length) && Raw("\"}"u8, output, ref length);
    }

    private static bool Raw(ReadOnlySpan<byte> bytes, Span<byte> output, ref int length)
    {
        if (!bytes.TryCopyTo(output[length..]))
            return false;
        length += bytes.Length;
        return true;
    }

    private static bool Plain(string text, Span<byte> output, ref int length)
    {
        if (text.AsSpan().ContainsAnyExcept(PlainChars) || !System.Text.Encoding.ASCII.TryGetBytes(text, output[length..], out var written))
            return false;
        length += written;
        return true;
    }

    private static bool Identify(WorkloadId workload, Span<byte> output, ref int length)
    {
        if (!workload.Value.TryFormat(output[length..], out var written))
            return false;
        length += written;
        return true;
    }
}
