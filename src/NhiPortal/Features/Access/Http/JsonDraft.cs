using System.Buffers;
using System.Text.Json;

namespace NhiPortal.Features.Access.Http;

/// <summary>One JSON text at a time on each thread, in memory that is used again; nothing may wait between start and finish.</summary>
internal static class JsonDraft
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static Utf8JsonWriter Start()
    {
        buffer ??= new ArrayBufferWriter<byte>(4096);
        writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        return writer;
    }

    public static byte[] Finish()
    {
        writer!.Flush();
        return buffer!.WrittenSpan.ToArray();
    }
}
