using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace NhiPortal.Shell;

/// <summary>One sheet: its name, its headings with the width of their columns in letters, and its rows, read while they are written.</summary>
public sealed record XlsxSheetOf(string Name, IReadOnlyList<(string Heading, int Width)> Columns, IAsyncEnumerable<IReadOnlyList<object?>> Rows)
{
    public static XlsxSheetOf Of<T>(string name, IReadOnlyList<(string Heading, int Width)> columns, IEnumerable<T> rows, Func<T, IReadOnlyList<object?>> cells) =>
        new(name, columns, rows.Select(cells).ToAsyncEnumerable());
}

/// <summary>
/// Writes an XLSX file of several sheets with its headings kept in sight. Every value is a text or a number; nothing a
/// spreadsheet would run can come of it, and the same rows give the same bytes.
/// </summary>
public static class XlsxBook
{
    private const int LongestCell = 32_767, MostRows = 1_048_575;

    // The oldest time the format knows: when a part was written says nothing.
    private static readonly DateTimeOffset Never = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the whole file; rows beyond what a sheet can hold are left out and the last row says so.</summary>
    public static async Task WriteAsync(Stream to, IReadOnlyList<XlsxSheetOf> sheets, CancellationToken cancellation)
    {
        // The format's index stands at its end, so it is written where one can go back.
        await using var made = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using (var document = SpreadsheetDocument.Create(made, SpreadsheetDocumentType.Workbook))
            await WriteAsync(document, sheets, cancellation);
        made.Position = 0;
        await CopyAsync(made, to, cancellation);
    }

    private static async Task WriteAsync(SpreadsheetDocument document, IReadOnlyList<XlsxSheetOf> sheets, CancellationToken cancellation)
    {
        // Named by us: the library would draw them by lot.
        var workbook = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
        workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
        for (var i = 0; i < sheets.Count; i++)
        {
            using var sheet = OpenXmlWriter.Create(workbook.AddNewPart<WorksheetPart>($"sheet{i + 1}"));
            await WriteAsync(sheet, sheets[i], cancellation);
        }

        using var book = OpenXmlWriter.Create(workbook);
        book.WriteStartElement(new Workbook());
        book.WriteElement(new BookViews(new WorkbookView()));
        book.WriteStartElement(new Sheets());
        for (var i = 0; i < sheets.Count; i++)
            book.WriteElement(new Sheet { Name = sheets[i].Name, SheetId = (uint)i + 1, Id = $"sheet{i + 1}" });
        book.WriteEndElement();
        book.WriteEndElement();
    }

    private static async Task WriteAsync(OpenXmlWriter sheet, XlsxSheetOf of, CancellationToken cancellation)
    {
        sheet.WriteStartElement(new Worksheet());
        sheet.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        sheet.WriteElement(new Columns(of.Columns.Select((column, at) => new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = column.Width, CustomWidth = true })));
        sheet.WriteStartElement(new SheetData());
        Write(sheet, [.. of.Columns.Select(column => column.Heading)], 1);
        var rows = 1;
        await foreach (var row in of.Rows.WithCancellation(cancellation))
        {
            if (++rows == MostRows)
            {
                Write(sheet, ["A sheet holds no more rows; the rest is left out."], 0);
                break;
            }

            Write(sheet, row, 0);
        }

        sheet.WriteEndElement();
        sheet.WriteEndElement();
    }

    private static void Write(OpenXmlWriter sheet, IReadOnlyList<object?> cells, uint style)
    {
        sheet.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            if (cell is int or long or double or decimal)
                sheet.WriteElement(new Cell(new CellValue(Convert.ToString(cell, CultureInfo.InvariantCulture)!)) { DataType = CellValues.Number, StyleIndex = style });
            else if (Printable(cell?.ToString()) is { Length: > 0 } text)
                sheet.WriteElement(new Cell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style });
            else
                sheet.WriteElement(new Cell());
        }

        sheet.WriteEndElement();
    }

    // XML has no place for most control characters and for half of a pair.
    private static string? Printable(string? text)
    {
        if (text is null)
            return null;
        var cut = text.Length > LongestCell ? text[..LongestCell] : text;
        return cut.All(letter => letter >= ' ' && !char.IsSurrogate(letter)) ? cut
            : string.Concat(cut.EnumerateRunes().Where(rune => rune.Value is >= ' ' or '\n' or '\t').Select(rune => rune.ToString()));
    }

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())) { Count = 2 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 },
        new Borders(new Border()) { Count = 1 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(new CellFormat { FontId = 0 }, new CellFormat { FontId = 1, ApplyFont = true }) { Count = 2 });

    // The library stamps each part with the clock.
    private static async Task CopyAsync(Stream made, Stream to, CancellationToken cancellation)
    {
        using var from = new ZipArchive(made, ZipArchiveMode.Read, leaveOpen: true);
        using var steady = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var part in from.Entries.OrderBy(part => part.FullName == "[Content_Types].xml" ? "" : part.FullName, StringComparer.Ordinal))
        {
            var entry = steady.CreateEntry(part.FullName, CompressionLevel.Fastest);
            entry.LastWriteTime = Never;
            await using var source = part.Open();
            await using var target = entry.Open();
            await source.CopyToAsync(target, cancellation);
        }
    }
}
