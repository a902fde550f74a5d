using Hangfire;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace NhiPortal.Jobs;

/// <summary>Some instance runs the schedule: a server has given a sign of life within the last minutes.</summary>
public sealed class JobsHealth(JobStorage storage) : IHealthCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Heartbeats carry the machine's time, whatever clock the portal goes by.
        var since = TimeProvider.System.GetUtcNow() - Longest;
        var alive = storage.GetMonitoringApi().Servers().Any(server => (server.Heartbeat ?? server.StartedAt) >= since.UtcDateTime);
        return Task.FromResult(alive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no server runs the jobs"));
    }
}
