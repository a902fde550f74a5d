using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NhiPortal.Data;

namespace NhiPortal.Hosting.Health;

/// <summary>The database answers and has this program's shape.</summary>
public sealed class DatabaseHealth(IDbContextFactory<PortalDb> databases) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Database.CanConnectAsync(cancellationToken))
            return HealthCheckResult.Unhealthy("unreachable");
        return (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any() ? HealthCheckResult.Unhealthy("not migrated") : HealthCheckResult.Healthy();
    }
}
