using System.Globalization;
using System.Text.Json;

namespace NhiPortal.Domain.AccessRules;

/// <summary>One plain value: a text, a number, or a yes or no. Values of different sorts are never compared.</summary>
public sealed record RuleValue
{
    public const int Longest = 500;

    private RuleValue() { }

    public string? Text { get; private init; }
    public decimal? Number { get; private init; }
    public bool? Flag { get; private init; }

    public static RuleValue Of(string text) => new() { Text = text };

    public static RuleValue Of(decimal number) => new() { Number = number };

    public static RuleValue Of(bool flag) => new() { Flag = flag };

    /// <summary>Null for what is no plain value: nothing, a list, an object, a number too large to be told from others.</summary>
    public static RuleValue? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Of(value.GetString()!),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => Of(number),
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        _ => null,
    };

    public bool IsLike(RuleValue other) => (Text is null, Number is null, Flag is null) == (other.Text is null, other.Number is null, other.Flag is null);

    public override string ToString() => Text ?? Number?.ToString(CultureInfo.InvariantCulture) ?? (Flag is true ? "true" : "false");

    internal void WriteTo(Utf8JsonWriter json)
    {
        if (Text is not null)
            json.WriteStringValue(Text);
        else if (Number is { } number)
            json.WriteNumberValue(number);
        else
            json.WriteBooleanValue(Flag is true);
    }
}
