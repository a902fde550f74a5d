using NhiPortal.Domain;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>The list of integrations as files: what the address narrows them to, and nothing the person may not see.</summary>
public static class IntegrationRoutes
{
    public static WebApplication MapIntegrations(this WebApplication app)
    {
        app.MapGet("/integrations.csv", async (HttpContext http, ActorReader people, IntegrationFileQuery rows) =>
        {
            var (actor, filter, query) = await AskedAsync(http, people);
            return new CsvDownload<IntegrationFileRow>("integrations.csv", rows.RunAsync(actor, filter, IntegrationOrder.From(query, IntegrationSort.Name), http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/integrations.xlsx", async (HttpContext http, ActorReader people, IntegrationFileQuery rows) =>
        {
            var (actor, filter, query) = await AskedAsync(http, people);
            return XlsxDownload.Of("integrations.xlsx", rows.RunAsync(actor, filter, IntegrationOrder.From(query, IntegrationSort.Name), http.RequestAborted));
        }).RequireAuthorization().ExcludeFromDescription();
        return app;
    }

    private static async Task<(Actor Actor, IntegrationFilter Filter, ListQuery Query)> AskedAsync(HttpContext http, ActorReader people)
    {
        var actor = await people.ReadAsync(http);
        var query = ListQuery.Parse(http.Request.QueryString.ToString());
        return (actor, IntegrationFilter.From(query, actor.Person), query);
    }
}
