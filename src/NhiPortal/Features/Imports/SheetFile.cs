using System.Xml;
using CsvHelper;
using DocumentFormat.OpenXml.Packaging;
using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>Reads an uploaded CSV or XLSX file under the columns of a kind, in batches, with memory for one batch.</summary>
public static class SheetFile
{
    /// <summary>Rows judged at once: few enough for the parameters of one query on either database.</summary>
    public const int BatchSize = 250;

    /// <param name="file">The file; it is read from its start and must be able to go back there.</param>
    /// <param name="columns">The columns of the kind.</param>
    /// <param name="take">Gets batch after batch.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>How the file was understood, or why it was not.</returns>
    public static async Task<Result<string>> ReadAsync(
        Stream file, IReadOnlyList<ImportColumn> columns, Func<IReadOnlyList<ImportLine>, Task> take, CancellationToken cancellation)
    {
        if (file.Length == 0)
            return new Refusal("empty", "The file is empty.");
        if (file.Length > SheetCells.LargestFile)
            return new Refusal("too_large", $"The file is larger than {SheetCells.LargestFile / 1024 / 1024} MB. Split it; nothing was read.");
        var row = 0;
        try
        {
            var sheet = await OpenAsync(file, cancellation);
            if (!sheet.Succeeded)
                return sheet.Refusal;
            using var rows = sheet.Value.Rows.GetEnumerator();
            if (!rows.MoveNext())
                return new Refusal("empty", "The file holds no rows.");
            var places = Headers.Map(rows.Current.Cells, columns);
            if (!places.Succeeded)
                return places.Refusal;
            var (headings, batch, count) = (rows.Current.Cells, new List<ImportLine>(BatchSize), 0);
            while (rows.MoveNext())
            {
                row = rows.Current.Number;
                if (rows.Current.IsBlank)
                    continue;
                if (++count > SheetCells.MostRows)
                    return SheetCells.TooManyRows;
                batch.Add(Line(rows.Current, headings, places.Value, columns));
                if (batch.Count < BatchSize)
                    continue;
                await take(batch);
                batch = new List<ImportLine>(BatchSize);
            }

            if (batch.Count > 0)
                await take(batch);
            return count == 0 ? new Refusal("empty", "Below its headings the file holds no rows.") : sheet.Value.ReadAs;
        }
        catch (Exception error) when (error is CsvFormatException or XmlException or InvalidDataException or OpenXmlPackageException or FormatException or System.IO.FileFormatException)
        {
            return new Refusal("malformed", $"The file cannot be read {(row == 0 ? "from its first row" : $"after row {row:N0}")}: its quotes or its inner form are broken. Nothing was kept.");
        }
    }

    private static async Task<Result<Sheet>> OpenAsync(Stream file, CancellationToken cancellation)
    {
        var head = new byte[4];
        file.Position = 0;
        await file.ReadAtLeastAsync(head, 4, false, cancellation);
        file.Position = 0;
        return head switch
        {
            [(byte)'P', (byte)'K', 3, 4] => XlsxSheet.Open(file),
            // The old binary form, and XLSX under a password, which is kept in the same box.
            [0xD0, 0xCF, 0x11, 0xE0] => new Refusal("old_format", "This is an XLS file or protected by a password. Save it as plain XLSX or CSV; nothing was read."),
            _ => await CsvSheet.OpenAsync(file, cancellation),
        };
    }

    private static ImportLine Line(SheetRow row, IReadOnlyList<string> headings, int[] places, IReadOnlyList<ImportColumn> columns)
    {
        var cells = places.Select(place => place >= 0 && place < row.Cells.Count ? row.Cells[place] : "").ToArray();
        var fault = row.BadCell is { } bad
            ? $"Cell {SheetCells.Letters(bad)}{row.Number}{(bad < headings.Count && headings[bad].Length > 0 ? $" ({headings[bad]})" : "")} {row.Fault}."
            : row.Cells.Skip(headings.Count).Any(cell => cell.Length > 0) ? "The row has more cells than there are headings; a separator inside a text needs quotes around it." : null;
        return new ImportLine(columns, row.Number, cells, fault);
    }
}
