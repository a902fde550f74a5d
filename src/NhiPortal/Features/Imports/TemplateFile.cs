using System.Text;

namespace NhiPortal.Features.Imports;

/// <summary>Answers with the headings of a kind and an example row as CSV.</summary>
internal sealed class TemplateFile(string name, IReadOnlyList<string> headings, IReadOnlyList<IReadOnlyList<string>> rows) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        // With the mark, spreadsheets take names with accents for what they are when the file is saved again.
        var text = string.Concat(rows.Prepend(headings).Select(row => string.Join(',', row.Select(Quoted)) + "\r\n"));
        return response.Body.WriteAsync(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(text)).ToArray(), httpContext.RequestAborted).AsTask();
    }

    private static string Quoted(string text) => text.AsSpan().ContainsAny(",;\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
