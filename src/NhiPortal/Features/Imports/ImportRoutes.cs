using NhiPortal.Shell;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Imports;

/// <summary>Templates of files to import, and an import's rows as a file.</summary>
public static class ImportRoutes
{
    public static WebApplication MapImports(this WebApplication app)
    {
        app.MapGet("/imports/{kind}/template.csv", (string kind, IEnumerable<IImportKind> kinds) => Template(
            kind, kinds, (headings, rows) => new TemplateFile($"{kind}.csv", headings, rows))).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/imports/{kind}/template.xlsx", (string kind, IEnumerable<IImportKind> kinds) => Template(
            kind, kinds, (headings, rows) => new XlsxDownload($"{kind}.xlsx", headings, rows.ToAsyncEnumerable()))).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/imports/{id:guid}.csv", async (Guid id, HttpContext http, ActorReader people, ImportFileQuery rows) =>
        {
            var actor = await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            return new CsvDownload<ImportFileRow>("import-result.csv", rows.RunAsync(actor, id, http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }

    private static IResult Template(string kind, IEnumerable<IImportKind> kinds, Func<string[], string[][], IResult> write) =>
        kinds.FirstOrDefault(k => k.Name == kind) is { } found
            ? write([.. found.Columns.Select(column => column.Name)], [[.. found.Columns.Select(column => column.Example)]])
            : Results.NotFound();
}
