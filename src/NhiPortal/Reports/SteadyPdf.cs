using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NhiPortal.Reports;

/// <summary>
/// The library marks a file and its fonts by lot. The same marks, drawn from what the file says, make equal reports equal
/// files; every mark keeps its length, so that the file's own table of places stays right.
/// </summary>
internal static partial class SteadyPdf
{
    public static byte[] Of(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        List<string> fonts = [];
        text = FontMark().Replace(text, found => $"{found.Groups["key"].Value}/{Steady(found.Groups["mark"].Value, fonts)}+");
        var unmarked = Uuid().Replace(FileMark().Replace(text, ""), "");
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(unmarked)));
        var uuid = Guid.ParseExact(hash[32..], "N").ToString();
        text = FileMark().Replace(text, $"/ID[<{hash[..32]}><{hash[..32]}>]");
        return Encoding.Latin1.GetBytes(Uuid().Replace(text, found => found.Groups["tag"].Value + uuid));
    }

    // Two parts of one font in one file must not bear the same mark.
    private static string Steady(string mark, List<string> seen)
    {
        if (!seen.Contains(mark))
            seen.Add(mark);
        return $"REPOR{(char)('A' + seen.IndexOf(mark))}";
    }

    [GeneratedRegex("(?<key>/FontName|/BaseFont)/(?<mark>[A-Z]{6})\\+")]
    private static partial Regex FontMark();

    [GeneratedRegex("/ID\\[<[0-9A-F]{32}><[0-9A-F]{32}>\\](?=/Info)")]
    private static partial Regex FileMark();

    [GeneratedRegex("(?<tag><xmpMM:(Document|Instance)ID>uuid:)[0-9a-f-]{36}")]
    private static partial Regex Uuid();
}
