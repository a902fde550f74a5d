using CsvHelper;
using NhiPortal.Domain;

namespace NhiPortal.Features.Imports;

/// <summary>Reads comma, semicolon and tab separated text row by row.</summary>
internal static class CsvSheet
{
    private const int LongestRow = 1024 * 1024;

    public static async Task<Result<Sheet>> OpenAsync(Stream file, CancellationToken cancellation)
    {
        var encoding = await TextEncoding.OfAsync(file, cancellation);
        if (!encoding.Succeeded)
            return encoding.Refusal;
        file.Position = 0;
        var separator = await SeparatorAsync(file, encoding.Value, cancellation);
        file.Position = 0;
        var words = separator switch { ';' => "semicolons", '\t' => "tabs", _ => "commas" };
        return new Sheet($"CSV with {words}, letters in {encoding.Value.Words}", Rows(file, encoding.Value, separator));
    }

    // The headings decide: a cell further down may hold any of the three.
    private static async Task<char> SeparatorAsync(Stream file, TextEncoding encoding, CancellationToken cancellation)
    {
        using var reader = new StreamReader(file, encoding.Encoding, true, leaveOpen: true);
        var buffer = new char[16 * 1024];
        var length = await reader.ReadBlockAsync(buffer, cancellation);
        var (quoted, counts) = (false, new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 });
        foreach (var letter in buffer.AsSpan(0, length))
        {
            quoted ^= letter == '"';
            if (!quoted && letter is '\n' or '\r')
                break;
            if (!quoted && counts.TryGetValue(letter, out var count))
                counts[letter] = count + 1;
        }

        return counts.MaxBy(pair => pair.Value).Key;
    }

    private static IEnumerable<SheetRow> Rows(Stream file, TextEncoding encoding, char separator)
    {
        using var csv = CsvReader.Create(file, CsvReaderOptions.Default with
        {
            Separator = separator,
            Encoding = encoding.Encoding,
            HasHeader = false,
            SkipEmptyLines = false,
            MaxRecordSize = LongestRow,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
        }, leaveOpen: true);
        for (var number = 1; csv.Read(); number++)
        {
            var cells = new string[Math.Min(csv.FieldCount, SheetCells.MostColumns)];
            (int Column, string Fault)? bad = csv.FieldCount > SheetCells.MostColumns ? (0, $"begins a row of {csv.FieldCount:N0} cells; at most {SheetCells.MostColumns} are read") : null;
            for (var at = 0; at < cells.Length; at++)
            {
                cells[at] = csv.GetString(at).Trim();
                if (bad is null && SheetCells.Fault(cells[at]) is { } fault)
                    bad = (at, fault);
            }

            yield return new SheetRow(number, cells, bad?.Column, bad?.Fault);
        }
    }
}
