using PdfSharp.Drawing;
using PdfSharp.UniversalAccessibility;

namespace NhiPortal.Reports;

/// <summary>A table over as many pages as its rows need.</summary>
internal sealed class PdfTable(PdfSheets sheets, ReportText words, XFont cell, XFont head)
{
    private const double Pad = 3;

    public void Write(ReportTable table)
    {
        var sum = table.Columns.Sum(column => column.Share);
        double[] widths = [.. table.Columns.Select(column => sheets.Width * column.Share / sum)];
        var headings = Broken([.. table.Columns.Select(column => column.Heading)], widths, head);
        // At least one row stays with the headings.
        if (sheets.Room < Height(headings) + (4 * PdfSheets.Height(cell)))
            sheets.Turn();
        sheets.Tagged(PdfBlockLevelElementTag.Table, () =>
        {
            Head(headings, widths);
            foreach (var row in table.Rows)
                Put(Broken(row, widths, cell), headings, widths);
        });
    }

    private void Put(List<List<string>> row, List<List<string>> headings, double[] widths)
    {
        var whole = sheets.Whole - Height(headings);
        if (Height(row) > sheets.Room)
        {
            sheets.Turn();
            Head(headings, widths);
        }

        // Longer than a page: it is broken, for nothing of it may be missing.
        while (Height(row) > whole)
        {
            var fits = (int)((whole - (2 * Pad)) / PdfSheets.Height(cell));
            Draw(row.ConvertAll(lines => lines.Take(fits).ToList()), widths, cell, PdfBlockLevelElementTag.TableDataCell);
            row = row.ConvertAll(lines => lines.Skip(fits).ToList());
            sheets.Turn();
            Head(headings, widths);
        }

        Draw(row, widths, cell, PdfBlockLevelElementTag.TableDataCell);
        sheets.Line();
    }

    private void Head(List<List<string>> headings, double[] widths)
    {
        sheets.Fill(PdfSheets.Shade, Height(headings));
        Draw(headings, widths, head, PdfBlockLevelElementTag.TableHeaderCell);
    }

    private void Draw(List<List<string>> row, double[] widths, XFont font, PdfBlockLevelElementTag tag)
    {
        var (top, left) = (sheets.Y + Pad, PdfSheets.Margin);
        sheets.Tagged(PdfBlockLevelElementTag.TableRow, () =>
        {
            for (var column = 0; column < widths.Length; left += widths[column++])
                sheets.Tagged(tag, () =>
                {
                    for (var line = 0; line < row[column].Count; line++)
                        sheets.Draw(row[column][line], font, PdfSheets.Dark, left + Pad, top + (line * PdfSheets.Height(font)) + PdfSheets.Ascent(font));
                });
        });
        sheets.Y += Height(row);
    }

    private List<List<string>> Broken(IReadOnlyList<string> cells, double[] widths, XFont font) =>
        [.. widths.Select((width, column) => words.Lines(column < cells.Count ? cells[column] : "", font, width - (2 * Pad)))];

    private double Height(List<List<string>> row) => (row.Max(lines => lines.Count) * PdfSheets.Height(cell)) + (2 * Pad);
}
