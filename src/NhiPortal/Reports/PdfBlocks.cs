using PdfSharp.Drawing;
using PdfSharp.UniversalAccessibility;

namespace NhiPortal.Reports;

/// <summary>Puts the pieces of a report on its pages, each tagged as what it is.</summary>
internal sealed class PdfBlocks(PdfSheets sheets)
{
    private const double Label = 190, Pad = 4;

    private readonly XFont title = ReportFonts.Bold(24), first = ReportFonts.Bold(14), second = ReportFonts.Bold(11), text = ReportFonts.Text(9.5), strong = ReportFonts.Bold(9.5), cell = ReportFonts.Text(7.5), head = ReportFonts.Bold(7.5);
    private readonly ReportText words = new(sheets.Canvas);

    public void Cover(Report report)
    {
        sheets.Y += 60;
        sheets.Tagged(PdfBlockLevelElementTag.Heading1, () => sheets.Write(words.Lines(report.Title, title, sheets.Width), title, PdfSheets.Dark));
        sheets.Y += 6;
        sheets.Tagged(PdfBlockLevelElementTag.Paragraph, () => sheets.Write(words.Lines(report.Subtitle, first, sheets.Width), first, PdfSheets.Grey));
        sheets.Y += 24;
        Facts(report.Cover);
    }

    public void Write(ReportBlock block)
    {
        switch (block)
        {
            case ReportHeading heading:
                Heading(heading);
                break;
            case ReportParagraph paragraph:
                sheets.Tagged(PdfBlockLevelElementTag.Paragraph, () => sheets.Write(words.Lines(paragraph.Text, text, sheets.Width), text, PdfSheets.Dark));
                sheets.Y += 6;
                break;
            case ReportBreak:
                sheets.Turn();
                break;
            case ReportWarning warning:
                Warning(warning.Text);
                break;
            case ReportFacts facts:
                Facts(facts.Facts);
                break;
            case ReportTable table:
                new PdfTable(sheets, words, cell, head).Write(table);
                sheets.Y += 10;
                break;
        }
    }

    private void Heading(ReportHeading heading)
    {
        var font = heading.Level == 1 ? first : second;
        sheets.Y += heading.Level == 1 ? 16 : 8;
        // A heading stays with what follows it.
        if (sheets.Room < PdfSheets.Height(font) + 60)
            sheets.Turn();
        sheets.Tagged(heading.Level == 1 ? PdfBlockLevelElementTag.Heading2 : PdfBlockLevelElementTag.Heading3, () => sheets.Write(words.Lines(heading.Text, font, sheets.Width), font, PdfSheets.Dark));
        sheets.Y += 6;
    }

    private void Warning(string warning)
    {
        var lines = words.Lines(warning, strong, sheets.Width - (2 * Pad));
        var height = (lines.Count * PdfSheets.Height(strong)) + (2 * Pad);
        if (sheets.Room < height && height <= sheets.Whole)
            sheets.Turn();
        sheets.Fill(PdfSheets.Alarm, Math.Min(height, sheets.Room));
        sheets.Y += Pad;
        sheets.Tagged(PdfBlockLevelElementTag.Paragraph, () => sheets.Write(lines, strong, PdfSheets.Dark, Pad));
        sheets.Y += Pad + 8;
    }

    private void Facts(IReadOnlyList<ReportFact> facts)
    {
        foreach (var fact in facts)
        {
            var value = words.Lines(fact.Value.Length == 0 ? "–" : fact.Value, text, sheets.Width - Label);
            var name = words.Lines(fact.Name, strong, Label - 12);
            var height = Math.Max(name.Count, value.Count) * PdfSheets.Height(text);
            if (sheets.Room < height && height <= sheets.Whole)
                sheets.Turn();
            var top = sheets.Y;
            sheets.Tagged(PdfBlockLevelElementTag.Paragraph, () =>
            {
                sheets.Write(name, strong, PdfSheets.Grey);
                var below = sheets.Y;
                sheets.Y = top;
                sheets.Write(value, text, PdfSheets.Dark, Label);
                sheets.Y = Math.Max(below, sheets.Y) + 2;
            });
        }

        sheets.Y += 6;
    }
}
