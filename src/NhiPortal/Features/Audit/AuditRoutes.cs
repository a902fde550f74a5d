using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>The log as a file, narrowed as the page is: a table for people, whole events for programs.</summary>
public static class AuditRoutes
{
    public static WebApplication MapAuditFiles(this WebApplication app)
    {
        app.MapGet("/audit.csv", (HttpContext http, ActorReader people, ExportAuditLog export, TimeProvider time) => AnswerAsync(
            http, people, export, time, "CSV", lines => new CsvDownload<AuditFileRow>("audit.csv", lines.Select(line => line.Row()))))
            .RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();
        app.MapGet("/audit.jsonl", (HttpContext http, ActorReader people, ExportAuditLog export, TimeProvider time) => AnswerAsync(
            http, people, export, time, "JSON Lines", lines => new LinesDownload("audit.jsonl", "application/jsonl", lines.Select(line => line.Json()))))
            .RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();
        return app;
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, ActorReader people, ExportAuditLog export, TimeProvider time, string format, Func<IAsyncEnumerable<AuditFileLine>, IResult> write)
    {
        var query = ListQuery.Parse(http.Request.QueryString.ToString());
        var filter = AuditFilter.From(query, Zone.Named(query.Filter(AuditFilter.ZoneName)), time.GetUtcNow());
        var file = await export.RunAsync(await people.ReadAsync(http), new(format, filter, query.ToQueryString()), http.RequestAborted);
        return file.Succeeded ? write(file.Value.Lines) : Results.Problem(file.Refusal.Sentence, statusCode: StatusCodes.Status403Forbidden);
    }
}
