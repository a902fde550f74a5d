using Hangfire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NhiPortal.Hosting.Health;

/// <summary>This very instance's job server is at work: it has said so within two minutes.</summary>
public sealed class JobsHealth(JobStorage storage, TimeProvider time) : IHealthCheck
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // Hangfire names a server by machine and process, and says it is alive every half minute.
    private static readonly string Own = $"{Environment.MachineName}:{Environment.ProcessId}:";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var since = time.GetUtcNow().UtcDateTime - Longest;
        var alive = storage.GetMonitoringApi().Servers().Any(server =>
            server.Name.StartsWith(Own, StringComparison.OrdinalIgnoreCase) && server.Heartbeat is { } heartbeat && heartbeat >= since);
        return Task.FromResult(alive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not running"));
    }
}
