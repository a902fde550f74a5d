using NhiPortal.Features.Grants;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Requests;

/// <summary>The lists of requests and grants as files: what the address narrows them to, and nothing the person may not see.</summary>
public static class RequestRoutes
{
    public static WebApplication MapRequests(this WebApplication app)
    {
        app.MapGet("/requests.csv", async (HttpContext http, ActorReader people, RequestFileQuery rows) =>
            new CsvDownload<RequestFileRow>("requests.csv", rows.RunAsync(await people.ReadAsync(http), RequestFilter.From(Asked(http)), http.RequestAborted)))
            .RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/grants.csv", async (HttpContext http, ActorReader people, GrantFileQuery rows) =>
            new CsvDownload<GrantFileRow>("grants.csv", rows.RunAsync(await people.ReadAsync(http), GrantFilter.From(Asked(http)), http.RequestAborted)))
            .RequireAuthorization().ExcludeFromDescription();
        return app;
    }

    private static ListQuery Asked(HttpContext http) => ListQuery.Parse(http.Request.QueryString.ToString());
}
