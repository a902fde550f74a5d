using NhiPortal.Features.Executions;
using NhiPortal.Features.Rotations;
using NhiPortal.Shell;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Discovery;

/// <summary>Registers the configured connectors, and the list of what was found as a file.</summary>
public static class DiscoverySetup
{
    public static IServiceCollection AddDiscovery(this IServiceCollection services, PortalSettings settings) => services
        .AddSingleton(settings.Discovery)
        .AddSingleton(provider => new ConfiguredConnectors(settings.Connectors, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new ConfiguredVaults(settings.Vaults, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<TargetSights>();

    public static WebApplication MapDiscovery(this WebApplication app)
    {
        app.MapGet("/discovery.csv", async (HttpContext http, ActorReader people, CandidateFileQuery rows) =>
        {
            var actor = await people.ReadAsync(http.User, http.Connection.RemoteIpAddress?.ToString(), http.RequestAborted);
            var filter = CandidateFilter.From(ListQuery.Parse(http.Request.QueryString.ToString()));
            return new CsvDownload<CandidateFileRow>("discovery.csv", rows.RunAsync(actor, filter, http.RequestAborted));
        }).RequireAuthorization(nameof(Permission.SeeDiscovery)).ExcludeFromDescription();
        return app;
    }
}
