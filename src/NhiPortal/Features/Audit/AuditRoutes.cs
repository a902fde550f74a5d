using System.Globalization;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>The log as a file, narrowed as the page is.</summary>
public static class AuditRoutes
{
    public static WebApplication MapAuditFiles(this WebApplication app)
    {
        app.MapGet("/audit.csv", async (HttpContext http, ActorReader people, AuditFileQuery rows) =>
        {
            var actor = await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            return new CsvDownload<AuditFileRow>("audit.csv", rows.RunAsync(actor, Filter(ListQuery.Parse(http.Request.QueryString.ToString())), http.RequestAborted));
        }).RequireAuthorization(nameof(Permission.ReadAudit)).ExcludeFromDescription();
        return app;
    }

    internal static AuditLogFilter Filter(ListQuery query) => new(
        query.Filter("kind"), query.Q, query.Filter("refused") is not null,
        long.TryParse(query.Filter("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null);
}
