using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.People;

/// <summary>The list of people as a file: what the address narrows it to, and nobody the person may not see.</summary>
public static class PeopleRoutes
{
    public static WebApplication MapPeople(this WebApplication app)
    {
        app.MapGet("/people.csv", async (HttpContext http, ActorReader people, PeopleFileQuery rows) => new CsvDownload<PersonFileRow>("people.csv", rows.RunAsync(
            await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted),
            PeopleFilter.From(ListQuery.Parse(http.Request.QueryString.ToString())), http.RequestAborted))).RequireAuthorization().ExcludeFromDescription();
        return app;
    }
}
