using System.DirectoryServices.Protocols;
using System.Globalization;
using System.Text;

namespace NhiPortal.Connectors;

/// <summary>An entry's values in the forms directories keep them.</summary>
internal static class LdapValues
{
    private static readonly string[] Times = ["yyyyMMddHHmmss'Z'", "yyyyMMddHHmmss'.0Z'", "yyyyMMddHHmmss.FFFFFF'Z'"];

    public static string? Text(this SearchResultEntry entry, string attribute) => entry.Texts(attribute).FirstOrDefault();

    public static IEnumerable<string> Texts(this SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { Count: > 0 } values ? values.GetValues(typeof(byte[])).Cast<byte[]>().Select(Encoding.UTF8.GetString) : [];

    public static string? Id(this SearchResultEntry entry, string attribute) =>
        entry.Attributes[attribute] is { Count: 1 } values && values.GetValues(typeof(byte[])) is [byte[] { Length: 16 } bytes] ? new Guid(bytes).ToString() : null;

    public static DateTimeOffset? Time(this SearchResultEntry entry, string attribute) =>
        DateTimeOffset.TryParseExact(entry.Text(attribute), Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>Zero and the largest number both mean never.</summary>
    public static DateTimeOffset? FileTime(this SearchResultEntry entry, string attribute) =>
        long.TryParse(entry.Text(attribute), CultureInfo.InvariantCulture, out var ticks) && ticks is > 0 and < 2_650_000_000_000_000_000 ? DateTimeOffset.FromFileTime(ticks) : null;
}
