namespace NhiPortal.Shell;

/// <summary>
/// Answers with rows as an XLSX file of one sheet, written while they are read and kept on disk meanwhile, never in memory.
/// Every value is a text or a number; nothing a spreadsheet would run can come of it.
/// </summary>
public sealed class XlsxDownload(string name, IReadOnlyList<string> headings, IAsyncEnumerable<IReadOnlyList<object?>> rows) : IResult
{
    private const int Width = 22;

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
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await WriteAsync(file, httpContext.RequestAborted);
        file.Position = 0;
        response.ContentLength = file.Length;
        await file.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    /// <summary>Writes the whole file.</summary>
    public Task WriteAsync(Stream file, CancellationToken cancellation) =>
        XlsxBook.WriteAsync(file, [new("Rows", [.. headings.Select(heading => (heading, Width))], rows)], cancellation);
}
