using NhiPortal.Features.Integrations;
using NhiPortal.Features.Owners.ByTarget;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners;

/// <summary>The ownership matrix, either way round, as files: what the address narrows it to, and nothing the person may not see.</summary>
public static class OwnerRoutes
{
    public static WebApplication MapOwners(this WebApplication app)
    {
        Map("/owners.csv", "/owners.xlsx", "owners", async (http, people, query) =>
        {
            var actor = await people.ReadAsync(http);
            return http.RequestServices.GetRequiredService<MatrixFileQuery>().RunAsync(actor, IntegrationFilter.From(query, actor.Person), IntegrationOrder.From(query), http.RequestAborted);
        });
        Map("/owners/targets.csv", "/owners/targets.xlsx", "owners-by-target", async (http, people, query) =>
        {
            var actor = await people.ReadAsync(http);
            return http.RequestServices.GetRequiredService<TargetMatrixFileQuery>().RunAsync(actor, TargetMatrixFilter.From(query, actor.Person), http.RequestAborted);
        });
        return app;

        void Map<T>(string csv, string xlsx, string name, Func<HttpContext, ActorReader, ListQuery, Task<IAsyncEnumerable<T>>> read) where T : class
        {
            app.MapGet(csv, async (HttpContext http, ActorReader people) => new CsvDownload<T>($"{name}.csv", await read(http, people, Asked(http)))).RequireAuthorization().ExcludeFromDescription();
            app.MapGet(xlsx, async (HttpContext http, ActorReader people) => XlsxDownload.Of($"{name}.xlsx", await read(http, people, Asked(http)))).RequireAuthorization().ExcludeFromDescription();
        }
    }

    private static ListQuery Asked(HttpContext http) => ListQuery.Parse(http.Request.QueryString.ToString());
}
