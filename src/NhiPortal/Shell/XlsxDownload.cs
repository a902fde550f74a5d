using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace NhiPortal.Shell;

/// <summary>
/// Answers with rows as an XLSX file of one sheet, written while they are read and kept on disk meanwhile, never in memory.
/// Every value is a text or a number; nothing a spreadsheet would run can come of it.
/// </summary>
public sealed class XlsxDownload(string name, IReadOnlyList<string> headings, IAsyncEnumerable<IReadOnlyList<object?>> rows) : IResult
{
    private const int LongestCell = 32_767;

    /// <summary>A file of records, each a row; the headings are the names of the record's members in their order.</summary>
    public static XlsxDownload Of<T>(string name, IAsyncEnumerable<T> rows) where T : class
    {
        var members = typeof(T).GetConstructors().MaxBy(made => made.GetParameters().Length)!.GetParameters().Select(parameter => typeof(T).GetProperty(parameter.Name!)!).ToArray();
        return new(name, [.. members.Select(member => member.Name)], rows.Select(IReadOnlyList<object?> (row) => [.. members.Select(member => member.GetValue(row))]));
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.CacheControl = "no-store";
        // The format's index stands at its end, so the file must be able to go back and is sent when it is whole.
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await WriteAsync(file, httpContext.RequestAborted);
        file.Position = 0;
        response.ContentLength = file.Length;
        await file.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    /// <summary>Writes the whole file; the stream must be able to go back.</summary>
    public async Task WriteAsync(Stream file, CancellationToken cancellation)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        var part = workbook.AddNewPart<WorksheetPart>();
        using (var sheet = OpenXmlWriter.Create(part))
        {
            sheet.WriteStartElement(new Worksheet());
            sheet.WriteStartElement(new SheetData());
            Write(sheet, headings);
            await foreach (var row in rows.WithCancellation(cancellation))
                Write(sheet, row);
            sheet.WriteEndElement();
            sheet.WriteEndElement();
        }

        using var book = OpenXmlWriter.Create(workbook);
        book.WriteStartElement(new Workbook());
        book.WriteStartElement(new Sheets());
        book.WriteElement(new Sheet { Name = "Rows", SheetId = 1, Id = workbook.GetIdOfPart(part) });
        book.WriteEndElement();
        book.WriteEndElement();
    }

    private static void Write(OpenXmlWriter sheet, IReadOnlyList<object?> cells)
    {
        sheet.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            if (cell is int or long or double or decimal)
                sheet.WriteElement(new Cell(new CellValue(Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture)!)) { DataType = CellValues.Number });
            else if (Printable(cell?.ToString()) is { Length: > 0 } text)
                sheet.WriteElement(new Cell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString });
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
}
