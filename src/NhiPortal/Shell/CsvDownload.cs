using CsvHelper;

namespace NhiPortal.Shell;

/// <summary>
/// Answers with rows as a CSV file while they are still being read; the row type carries <see cref="CsvRecordAttribute"/>.
/// A text that a spreadsheet would run as a formula is escaped.
/// </summary>
public sealed class CsvDownload<T>(string name, IAsyncEnumerable<T> rows) : IResult
{
    // Without the mark, spreadsheets take the file for another encoding and spoil names.
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { Injection = CsvInjection.Escape, WriteByteOrderMark = true };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.CacheControl = "no-store";
        await using var csv = CsvWriter.Create(response.Body, Options, leaveOpen: true);
        await csv.WriteRecordsAsync(rows, httpContext.RequestAborted);
    }
}
