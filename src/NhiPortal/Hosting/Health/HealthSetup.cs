using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NhiPortal.Hosting.Health;

/// <summary>Tells whoever runs the portal whether it is alive (<c>/health</c>) and whether to send it work (<c>/health/ready</c>).</summary>
public static class HealthSetup
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseHealth>();
        services.AddSingleton<SequencerHealth>();
        services.AddSingleton<JobsHealth>();
        services.AddSingleton<HealthBoard>();
        services.AddSingleton<AboutPortal>();
        services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<JobsHealth>("jobs", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<SequencerHealth>("sequencer", timeout: TimeSpan.FromSeconds(5));
        return services;
    }

    public static WebApplication MapHealth(this WebApplication app)
    {
        // Alive asks nothing of anybody else, or a slow database would get every instance restarted.
        app.MapHealthChecks("/health", new() { Predicate = _ => false, ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { ResponseWriter = WriteAsync }).AllowAnonymous();
        return app;
    }

    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status == HealthStatus.Healthy ? "ok" : "not ready",
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => Words(entry.Value)),
        }));
    }

    // Words of ours only: exceptions speak of servers and paths, and anybody may ask here.
    internal static string Words(HealthReportEntry entry) => entry switch
    {
        { Status: HealthStatus.Healthy } => "ok",
        { Exception: null, Description: { } description } => description,
        _ => "no answer",
    };
}
