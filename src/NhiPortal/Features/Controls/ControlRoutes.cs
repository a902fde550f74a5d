using NhiPortal.Shell;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>A framework's coverage as a file; the catalogue is read here once, so that a wrong one stops the start.</summary>
public static class ControlRoutes
{
    public static WebApplication MapControls(this WebApplication app)
    {
        _ = ControlCatalogue.Shipped;
        app.MapGet("/controls.csv", async (HttpContext http, ActorReader people, ExportCoverage export, string? framework) =>
        {
            var file = await export.RunAsync(await people.ReadAsync(http), framework, http.RequestAborted);
            return file.Succeeded
                ? new CsvDownload<CoverageFileRow>("controls.csv", file.Value.ToAsyncEnumerable())
                : Results.Problem(file.Refusal.Sentence, statusCode: file.Refusal.Code == "not_found" ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden);
        }).RequireAuthorization(nameof(Permission.SeeControls)).ExcludeFromDescription();
        return app;
    }
}
