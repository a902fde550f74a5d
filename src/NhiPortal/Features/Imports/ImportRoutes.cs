using NhiPortal.Shell;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Imports;

/// <summary>Templates of files to import, and an import's rows as a file.</summary>
public static class ImportRoutes
{
    public static WebApplication MapImports(this WebApplication app)
    {
        app.MapGet("/imports/{kind}/template.{form:regex(^(csv|xlsx)$)}", (string kind, string form, IEnumerable<IImportKind> kinds) =>
        {
            if (kinds.FirstOrDefault(k => k.Name == kind) is not { } found)
                return Results.NotFound();
            var shown = found.Columns.Where(column => !column.PassedOver).ToList();
            var rows = new[] { shown.Select(column => column.Example).ToArray() };
            var headings = shown.Select(column => column.Name).ToArray();
            return form == "xlsx" ? new XlsxDownload($"{kind}.xlsx", headings, rows.ToAsyncEnumerable()) : new TemplateFile($"{kind}.csv", headings, rows);
        }).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/imports/{id:guid}.csv", async (Guid id, HttpContext http, ActorReader people, ImportFileQuery rows) =>
        {
            var actor = await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            return new CsvDownload<ImportFileRow>("import-result.csv", rows.RunAsync(actor, id, http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }
}
