using System.Text;
using PdfSharp.Drawing;

namespace NhiPortal.Reports;

/// <summary>Breaks text into lines that fit; nothing is cut off, what has no place to break is broken anywhere.</summary>
internal sealed class ReportText(XGraphics measure)
{
    private readonly Dictionary<(XFont Font, string Word), double> widths = [];

    public List<string> Lines(string text, XFont font, double width)
    {
        List<string> lines = [];
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var (line, filled) = (new StringBuilder(), 0.0);
            foreach (var (word, wide) in Words(ReportFonts.Printable(paragraph), font, width))
            {
                // A line is as wide as its words and spaces are: the font moves no two letters closer.
                var with = filled + Width(" ", font) + wide;
                if (line.Length == 0 || with <= width)
                {
                    filled = line.Length == 0 ? wide : with;
                    line.Append(line.Length == 0 ? "" : " ").Append(word);
                    continue;
                }

                lines.Add(line.ToString());
                (filled, line) = (wide, line.Clear().Append(word));
            }

            lines.Add(line.ToString());
        }

        return lines;
    }

    private IEnumerable<(string Word, double Wide)> Words(string text, XFont font, double width)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (Width(word, font) is var wide && wide <= width)
                yield return (word, wide);
            else
                foreach (var piece in Pieces(word, font, width))
                    yield return (piece, Width(piece, font));
    }

    private IEnumerable<string> Pieces(string word, XFont font, double width)
    {
        var piece = "";
        foreach (var letter in word.EnumerateRunes().Select(rune => rune.ToString()))
        {
            if (piece.Length > 0 && Width(piece, font) + Width(letter, font) > width)
            {
                yield return piece;
                piece = "";
            }

            piece += letter;
        }

        yield return piece;
    }

    // A report says the same words often.
    private double Width(string text, XFont font)
    {
        if (widths.TryGetValue((font, text), out var known))
            return known;
        var width = measure.MeasureString(text, font).Width;
        if (text.Length <= 40 && widths.Count < 50_000)
            widths[(font, text)] = width;
        return width;
    }
}
