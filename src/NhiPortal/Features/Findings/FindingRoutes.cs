using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Findings;

/// <summary>The list of findings as a file: what the address narrows it to, and nothing the person may not see.</summary>
public static class FindingRoutes
{
    public static WebApplication MapFindings(this WebApplication app)
    {
        app.MapGet("/findings.csv", async (HttpContext http, ActorReader people, FindingFileQuery rows) =>
        {
            var actor = await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            var filter = FindingFilter.From(ListQuery.Parse(http.Request.QueryString.ToString()), actor.Person);
            return new CsvDownload<FindingFileRow>("findings.csv", rows.RunAsync(actor, filter, http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }
}
