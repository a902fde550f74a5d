using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>Reads the first sheet of an XLSX file row by row, never the file as a whole; what could act or reach out is refused.</summary>
internal static class XlsxSheet
{
    private const long LargestUnpacked = 400L * 1024 * 1024;
    private const int MostParts = 2_000;
    private const int MostRowElements = 1_048_576;

    public static Result<Sheet> Open(Stream file)
    {
        if (WhyNot(file) is { } refusal)
            return refusal;
        file.Position = 0;
        var document = SpreadsheetDocument.Open(file, false, new OpenSettings { MaxCharactersInPart = LargestUnpacked });
        var sheets = document.WorkbookPart?.Workbook?.Sheets?.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ToList() ?? [];
        if (sheets is not [{ Id.Value: { } id } first, ..] || document.WorkbookPart!.GetPartById(id) is not WorksheetPart part)
        {
            document.Dispose();
            return new Refusal("no_sheet", "The XLSX file has no sheet with rows.");
        }

        var which = sheets.Count == 1 ? "" : $", its first sheet “{first.Name?.Value}” of {sheets.Count}";
        return new Sheet($"XLSX{which}", Rows(document, part));
    }

    private static Refusal? WhyNot(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MostParts || zip.Entries.Sum(entry => entry.Length) > LargestUnpacked)
            return new Refusal("too_large", $"Unpacked, the file would be larger than {LargestUnpacked / 1024 / 1024} MB. Nothing was read.");
        bool Has(string part) => zip.Entries.Any(entry => entry.FullName.Contains(part, StringComparison.OrdinalIgnoreCase));
        if (Has("vbaProject") || Has("macrosheets/"))
            return new Refusal("macros", "The file holds macros. Save it as XLSX without macros; nothing was read.");
        return Has("externalLinks/") || Has("xl/connections")
            ? new Refusal("external_links", "The file takes values from other files. Replace those links by their values; nothing was read.")
            : null;
    }

    private static IEnumerable<SheetRow> Rows(SpreadsheetDocument document, WorksheetPart part)
    {
        using var open = document;
        var texts = SharedTexts(document.WorkbookPart!.SharedStringTablePart);
        var dates = DateStyles(document.WorkbookPart.WorkbookStylesPart?.Stylesheet);
        using var reader = OpenXmlReader.Create(part);
        int number = 0, elements = 0;
        List<string> cells = [];
        (int Column, string Fault)? bad = null;
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Row))
            {
                if (reader.IsStartElement)
                {
                    (cells, bad) = ([], null);
                    number = reader.Attributes.FirstOrDefault(a => a.LocalName == "r").Value is { } r && int.TryParse(r, CultureInfo.InvariantCulture, out var at) ? at : number + 1;
                    if (++elements > MostRowElements)
                        throw new InvalidDataException("More rows than a sheet can have.");
                }

                if (reader.IsEndElement)
                    yield return new SheetRow(number, cells, bad?.Column, bad?.Fault);
            }
            else if (reader.ElementType == typeof(Cell) && reader.IsStartElement && reader.LoadCurrentElement() is Cell cell)
            {
                var column = Column(cell.CellReference?.Value) ?? cells.Count;
                if (column >= SheetCells.MostColumns || column < cells.Count)
                {
                    bad ??= column < cells.Count ? null : (column, $"lies beyond the {SheetCells.MostColumns} columns that are read");
                    continue;
                }

                while (cells.Count < column)
                    cells.Add("");
                var text = Text(cell, texts, dates).Trim();
                cells.Add(text);
                bad ??= Fault(cell, text) is { } fault ? (column, fault) : null;
            }
        }
    }

    private static string? Fault(Cell cell, string text) =>
        cell.CellFormula is not null ? SheetCells.Formula
        : cell.DataType?.Value == CellValues.Error ? "holds an error"
        : SheetCells.Fault(text);

    private static string Text(Cell cell, List<string> texts, HashSet<uint> dates)
    {
        var raw = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value == CellValues.SharedString)
            return int.TryParse(raw, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < texts.Count ? texts[at] : "";
        if (cell.DataType?.Value == CellValues.InlineString)
            return cell.InlineString?.InnerText ?? "";
        if (cell.DataType?.Value == CellValues.Boolean)
            return raw == "1" ? "true" : "false";
        return cell.DataType is null && cell.StyleIndex?.Value is { } style && dates.Contains(style)
            && double.TryParse(raw, CultureInfo.InvariantCulture, out var day) && day is > 0 and < 2_958_466
            ? DateOnly.FromDayNumber(DateOnly.ParseExact("1899-12-30", "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber + (int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : raw;
    }

    private static List<string> SharedTexts(SharedStringTablePart? part)
    {
        List<string> texts = [];
        if (part is null)
            return texts;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement && reader.LoadCurrentElement() is { } item)
                texts.Add(item.InnerText);
        return texts;
    }

    private static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(format => format.FormatCode?.Value?.Contains('y', StringComparison.OrdinalIgnoreCase) == true).Select(format => format.NumberFormatId?.Value ?? 0).ToHashSet() ?? [];
        return styles?.CellFormats?.Elements<CellFormat>().Select((format, at) => (Id: format.NumberFormatId?.Value ?? 0, At: (uint)at))
            .Where(format => format.Id is >= 14 and <= 17 or 22 || own.Contains(format.Id)).Select(format => format.At).ToHashSet() ?? [];
    }

    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var letter in (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(4))
            column = column * 26 + letter - 'A' + 1;
        return column == 0 ? null : column - 1;
    }
}
