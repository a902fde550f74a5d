using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Turns a period into rows. The log is in the order of time already, so halving it finds any moment; no index by time is
/// needed.
/// </summary>
internal static class LogMoments
{
    // A decision gets its row when the sequencer comes by, which takes a second, or as long as an outage lasts.
    private static readonly TimeSpan LatestRow = TimeSpan.FromHours(1);

    /// <summary>Everything at or below this row happened before the moment.</summary>
    public static Task<long> AllBeforeAsync(this PortalDb db, DateTimeOffset moment, CancellationToken cancellation) => db.LastBeforeAsync(moment - LatestRow, cancellation);

    /// <summary>Everything above this row happened at the moment or later.</summary>
    public static Task<long> NoneBeforeAsync(this PortalDb db, DateTimeOffset moment, CancellationToken cancellation) => db.LastBeforeAsync(moment + LatestRow, cancellation);

    private static async Task<long> LastBeforeAsync(this PortalDb db, DateTimeOffset moment, CancellationToken cancellation)
    {
        var low = 0L;
        for (var high = await db.AuditEvents.MaxAsync(e => (long?)e.Id, cancellation) + 1 ?? 1; high - low > 1;)
        {
            var middle = low + ((high - low) / 2);
            var row = await db.AuditEvents.Where(e => e.Id >= middle).OrderBy(e => e.Id).Select(e => new { e.Id, e.At }).FirstOrDefaultAsync(cancellation);
            if (row is not null && row.Id < high && row.At < moment)
                low = row.Id;
            else
                high = middle;
        }

        return low;
    }
}
