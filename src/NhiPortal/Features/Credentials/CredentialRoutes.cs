using NhiPortal.Domain;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Credentials;

/// <summary>The register as files: what the address narrows it to, and nothing the person may not see.</summary>
public static class CredentialRoutes
{
    public static WebApplication MapCredentials(this WebApplication app)
    {
        app.MapGet("/credentials.csv", async (HttpContext http, ActorReader people, CredentialFileQuery rows) =>
        {
            var (actor, filter) = await AskedAsync(http, people);
            return new CsvDownload<CredentialFileRow>("credentials.csv", rows.RunAsync(actor, filter, http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/credentials.xlsx", async (HttpContext http, ActorReader people, CredentialFileQuery rows) =>
        {
            var (actor, filter) = await AskedAsync(http, people);
            return XlsxDownload.Of("credentials.xlsx", rows.RunAsync(actor, filter, http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }

    private static async Task<(Actor Actor, CredentialFilter Filter)> AskedAsync(HttpContext http, ActorReader people) =>
        (await people.ReadAsync(http), CredentialFilter.From(ListQuery.Parse(http.Request.QueryString.ToString())));
}
