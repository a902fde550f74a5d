using System.Buffers.Binary;
using System.Text;
using PdfSharp.Drawing;
using PdfSharp.Fonts;

namespace NhiPortal.Reports;

/// <summary>The two faces of every report, taken from this assembly: what is installed on the machine changes nothing.</summary>
internal sealed class ReportFonts : IFontResolver
{
    private const string Family = "Report", Plain = "DejaVuSansCondensed.ttf", Heavy = "DejaVuSansCondensed-Bold.ttf";

    private static readonly Dictionary<string, byte[]> Files = new[] { Plain, Heavy }.ToDictionary(name => name, Read);

    private static readonly HashSet<int> Shown = [.. CharactersOf(Files[Plain]).Intersect(CharactersOf(Files[Heavy]))];

    private static readonly Lazy<ReportFonts> Resolver = new(() =>
    {
        var fonts = new ReportFonts();
        GlobalFontSettings.FontResolver = fonts;
        return fonts;
    });

    public static XFont Text(double size) => Of(size, XFontStyleEx.Regular);

    public static XFont Bold(double size) => Of(size, XFontStyleEx.Bold);

    public byte[] GetFont(string faceName) => Files[faceName];

    public FontResolverInfo ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? Heavy : Plain);

    /// <summary>
    /// The text as the page can show it. What the font has no picture for, and what would act on the page without being
    /// seen, is written as its number: a report never leaves a character out.
    /// </summary>
    public static string Printable(string text)
    {
        if (text.All(letter => letter is ' ' or (> ' ' and <= '~')))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\n' or '\t' or '\r')
                shown.Append(' ');
            else if (Shown.Contains(rune.Value) && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.Control))
                shown.Append(rune.ToString());
            else
                shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
        return shown.ToString();
    }

    private static XFont Of(double size, XFontStyleEx style)
    {
        _ = Resolver.Value;
        return new(Family, size, style, new XPdfFontOptions(PdfSharp.Pdf.PdfFontEncoding.Unicode));
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(ReportFonts).Assembly.GetManifestResourceStream(name)!;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    // The font's own table of characters (cmap, format 4): PDFsharp draws an empty box for others without telling.
    private static IEnumerable<int> CharactersOf(byte[] font)
    {
        var tables = Enumerable.Range(0, Short(font, 4)).Select(table => 12 + (16 * table));
        var map = Long(font, tables.Single(at => Encoding.ASCII.GetString(font, at, 4) == "cmap") + 8);
        var table = Enumerable.Range(0, Short(font, map + 2)).Select(entry => map + Long(font, map + 4 + (8 * entry) + 4)).First(at => Short(font, at) == 4);
        var doubled = Short(font, table + 6);
        for (var segment = 0; segment < doubled; segment += 2)
        {
            int last = Short(font, table + 14 + segment), first = Short(font, table + 16 + doubled + segment);
            int delta = Short(font, table + 16 + (2 * doubled) + segment), at = table + 16 + (3 * doubled) + segment, offset = Short(font, at);
            for (var letter = first; letter <= last && letter != 0xFFFF; letter++)
            {
                var glyph = offset == 0 ? letter : Short(font, at + offset + (2 * (letter - first)));
                if (glyph != 0 && ((glyph + delta) & 0xFFFF) != 0)
                    yield return letter;
            }
        }
    }

    private static int Short(byte[] font, int at) => BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(at));

    private static int Long(byte[] font, int at) => BinaryPrimitives.ReadInt32BigEndian(font.AsSpan(at));
}
