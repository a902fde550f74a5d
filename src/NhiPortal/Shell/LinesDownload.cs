using System.Text;

namespace NhiPortal.Shell;

/// <summary>Answers with lines of text as a file while they are still being read.</summary>
public sealed class LinesDownload(string name, string contentType, IAsyncEnumerable<string> lines) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.Headers.CacheControl = "no-store";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true) { NewLine = "\n" };
        await foreach (var line in lines.WithCancellation(httpContext.RequestAborted))
            await writer.WriteLineAsync(line.AsMemory(), httpContext.RequestAborted);
    }
}
