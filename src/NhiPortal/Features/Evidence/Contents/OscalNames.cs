using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NhiPortal.Domain.Controls;
using NhiPortal.Features.Controls;

namespace NhiPortal.Features.Evidence.Contents;

/// <summary>Names as OSCAL takes them: ids that are the same for the same thing, tokens, and texts of one line.</summary>
internal static class OscalNames
{
    /// <summary>What OSCAL does not define is said in this namespace.</summary>
    public const string Namespace = "urn:nhiportal:oscal";

    private static readonly Guid Ours = Guid.Parse("5f0d3c1e-8a57-5d0f-9a3c-6a1b7c2e4d90");

    /// <summary>A version-5 UUID: the same parts give the same id, on every portal and at any time.</summary>
    public static string Uuid(params ReadOnlySpan<string> parts)
    {
        var name = Encoding.UTF8.GetBytes(string.Join('\n', parts!));
#pragma warning disable CA5350 // RFC 9562 names SHA-1 for version 5; nothing is kept secret or proved by it.
        var hash = SHA1.HashData([.. Ours.ToByteArray(bigEndian: true), .. name]);
#pragma warning restore CA5350
        (hash[6], hash[8]) = ((byte)((hash[6] & 0x0f) | 0x50), (byte)((hash[8] & 0x3f) | 0x80));
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    /// <summary>A control's id as a token; SP 800-53 as NIST's own catalogue writes it.</summary>
    public static string Token(CatalogueControl control)
    {
        var id = control.Framework == "sp-800-53" ? control.Id.ToLowerInvariant().Replace('(', '.').Replace(")", "", StringComparison.Ordinal) : control.Id;
        var token = new StringBuilder(id.Length);
        foreach (var letter in id.Replace(" / ", "-", StringComparison.Ordinal))
            token.Append(char.IsLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-');
        return char.IsLetter(token[0]) ? token.ToString() : $"_{token}";
    }

    /// <summary>One line without anything before or after it; never empty.</summary>
    public static string Line(string? text)
    {
        var line = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var kept = string.Concat(line.Where(letter => !char.IsControl(letter)));
        return kept.Length == 0 ? "-" : kept;
    }

    /// <summary>A line that OSCAL's markup shows as it is.</summary>
    public static string Markup(string? text)
    {
        var line = new StringBuilder();
        foreach (var letter in Line(text))
            (letter is '\\' or '`' or '*' or '_' or '<' or '[' or '!' or '{' ? line.Append('\\') : line).Append(letter);
        return line.ToString();
    }

    public static string Result(ControlResult result) => result switch
    {
        ControlResult.Met => "met",
        ControlResult.Partly => "partly",
        ControlResult.NotMet => "not-met",
        _ => "not-evaluable",
    };

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
