using System.Globalization;
using System.Text;

namespace NhiPortal.Domain;

/// <summary>Bounds every text that enters: trimmed, without control characters, in whole Unicode, of a stated length.</summary>
public static class Text
{
    public const int Name = 200;
    public const int Key = 100;
    public const int Reason = 1000;
    public const int Resource = 500;
    public const int Mail = 320;

    /// <summary>The cleaned text, or a refusal that names the field and its limit.</summary>
    public static Result<string> Required(string? text, string field, int longest, int shortest = 1)
    {
        var cleaned = Clean(text);
        if (cleaned.Length < shortest)
            return shortest <= 1
                ? new Refusal("missing", $"{field} is missing.")
                : new Refusal("too_short", $"{field} needs at least {shortest} characters.");
        return cleaned.Length > longest
            ? new Refusal("too_long", $"{field} has {cleaned.Length} characters; at most {longest} are kept.")
            : cleaned;
    }

    /// <summary>As <see cref="Required"/>, but an empty text is no text.</summary>
    public static Result<string?> Optional(string? text, string field, int longest)
    {
        var cleaned = Clean(text);
        return cleaned.Length > longest
            ? new Refusal("too_long", $"{field} has {cleaned.Length} characters; at most {longest} are kept.")
            : (cleaned.Length == 0 ? null : cleaned);
    }

    /// <summary>What a directory calls somebody, cut where it is longer than is kept: a long name must not keep a person out.</summary>
    public static string Kept(string? text, int longest)
    {
        var cleaned = Clean(text);
        if (cleaned.Length <= longest)
            return cleaned;
        var kept = 0;
        var characters = StringInfo.GetTextElementEnumerator(cleaned);
        while (characters.MoveNext() && characters.ElementIndex + characters.GetTextElement().Length <= longest)
            kept = characters.ElementIndex + characters.GetTextElement().Length;
        return cleaned[..kept];
    }

    /// <summary>For texts of others that are shown, not answered for: cleaned, cut to the longest, and no text when nothing is left.</summary>
    public static string? Shortened(string? text, int longest) => Kept(text, longest) is { Length: > 0 } kept ? kept : null;

    private static string Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            // Bidirectional overrides could make one name read as another; lone surrogates become U+FFFD by enumeration.
            if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
                continue;
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t'))
                continue;
            kept.Append(rune.ToString());
        }

        return kept.ToString();
    }
}
