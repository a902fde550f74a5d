using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NhiPortal.Data;

namespace NhiPortal.Hosting.Health;

/// <summary>Every event gets its place in the audit tree in time; an event that waits longer than this means that none does.</summary>
public sealed class SequencerHealth(IDbContextFactory<PortalDb> databases, TimeProvider time) : IHealthCheck
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Journal lines carry no time of their own here: how long the oldest has been seen waiting is measured instead.
    private readonly Lock gate = new();
    private (long Id, DateTimeOffset Since)? oldestEntry;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var oldestEvent = await db.AuditEvents.Where(e => e.LeafIndex == null).OrderBy(e => e.Id).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancellationToken);
        var entry = await db.Journal.OrderBy(e => e.Id).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancellationToken);
        var waiting = Seen(entry, now);
        return now - oldestEvent > Longest || now - waiting > Longest ? HealthCheckResult.Unhealthy("behind") : HealthCheckResult.Healthy();
    }

    private DateTimeOffset? Seen(long? id, DateTimeOffset now)
    {
        lock (gate)
        {
            oldestEntry = id is not { } seen ? null : oldestEntry is { } before && before.Id == seen ? before : (seen, now);
            return oldestEntry?.Since;
        }
    }
}
