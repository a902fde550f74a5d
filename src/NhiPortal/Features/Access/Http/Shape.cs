using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NhiPortal.Features.Access.Http;

/// <summary>Reads members of the types they must have and remembers the first that has not; unknown members are ignored.</summary>
internal struct Shape
{
    /// <summary>What was wrong first; null while everything is as it must be.</summary>
    public string? Fault { get; private set; }

    public JsonElement Object(JsonElement parent, ReadOnlySpan<byte> name) =>
        Find(parent, name, out var value) ? Typed(value, JsonValueKind.Object, name, "an object") : Missing(name);

    public JsonElement? OptionalObject(JsonElement parent, ReadOnlySpan<byte> name) =>
        Find(parent, name, out var value) ? Typed(value, JsonValueKind.Object, name, "an object") : null;

    public string Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        Find(parent, name, out var value) ? ReadText(value, name) : Missing(name).ToString();

    public string? OptionalText(JsonElement parent, ReadOnlySpan<byte> name) =>
        Find(parent, name, out var value) ? ReadText(value, name) : null;

    public bool OptionalBool(JsonElement parent, ReadOnlySpan<byte> name)
    {
        if (!Find(parent, name, out var value))
            return false;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fault ??= $"\"{Encoding.UTF8.GetString(name)}\" must be true or false.";
        return value.ValueKind == JsonValueKind.True;
    }

    public DateTimeOffset? OptionalTime(JsonElement parent, ReadOnlySpan<byte> name)
    {
        if (OptionalText(parent, name) is not { } text)
            return null;
        // RFC 3339 with an offset; a time without one would mean something else on every machine.
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            && (text.EndsWith('Z') || text.AsSpan(10).ContainsAny('+', '-')))
            return time.ToUniversalTime();
        Fault ??= $"\"{Encoding.UTF8.GetString(name)}\" must be an RFC 3339 time such as 2026-11-23T09:30:00Z.";
        return null;
    }

    public void Refuse(string fault) => Fault ??= fault;

    /// <summary>A null says the same as leaving the member out.</summary>
    private static bool Find(JsonElement parent, ReadOnlySpan<byte> name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private JsonElement Typed(JsonElement value, JsonValueKind kind, ReadOnlySpan<byte> name, string what)
    {
        if (value.ValueKind == kind)
            return value;
        Fault ??= $"\"{Encoding.UTF8.GetString(name)}\" must be {what}.";
        return default;
    }

    private string ReadText(JsonElement value, ReadOnlySpan<byte> name) =>
        Typed(value, JsonValueKind.String, name, "a text") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private JsonElement Missing(ReadOnlySpan<byte> name)
    {
        Fault ??= $"\"{Encoding.UTF8.GetString(name)}\" is missing.";
        return default;
    }
}
