using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>One instance's right to sweep one kind. It runs out by itself when whoever has it dies.</summary>
internal sealed class SweepLease(IDbContextFactory<PortalDb> databases, UnattendedPolicy policy, DateTimeOffset until)
{
    private DateTimeOffset until = until;

    public UnattendedPolicy Policy => policy;

    /// <returns>Null while another has it, or swept at this very moment.</returns>
    public static async Task<SweepLease?> TakeAsync(IDbContextFactory<PortalDb> databases, UnattendedKind kind, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (until, outage, still) = (now + UnattendedPolicy.Lease, now - UnattendedPolicy.Outage, now + UnattendedPolicy.Notice);
        var free = db.UnattendedPolicies.Where(p => p.Kind == kind && p.LeasedUntil <= now && (p.SweptAt == null || p.SweptAt < now));
        // A portal that was down told nobody what was coming, and nobody could act.
        await free.Where(p => p.SweptAt < outage).ExecuteUpdateAsync(set => set.SetProperty(p => p.StillUntil, still), cancellation);
        if (await free.ExecuteUpdateAsync(set => set.SetProperty(p => p.LeasedUntil, until).SetProperty(p => p.SweptAt, now), cancellation) == 0)
            return null;
        return new(databases, await db.UnattendedPolicies.AsNoTracking().SingleAsync(p => p.Kind == kind, cancellation), until);
    }

    /// <summary>False when it took too long, and somebody else goes on.</summary>
    public async Task<bool> RenewAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now < until - (UnattendedPolicy.Lease / 2))
            return true;
        var (mine, longer) = (until, now + UnattendedPolicy.Lease);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.UnattendedPolicies.Where(p => p.Kind == policy.Kind && p.LeasedUntil == mine).ExecuteUpdateAsync(set => set.SetProperty(p => p.LeasedUntil, longer), cancellation) == 0)
            return false;
        until = longer;
        return true;
    }

    public async Task EndAsync(CancellationToken cancellation)
    {
        var mine = until;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.UnattendedPolicies.Where(p => p.Kind == policy.Kind && p.LeasedUntil == mine).ExecuteUpdateAsync(set => set.SetProperty(p => p.LeasedUntil, DateTimeOffset.MinValue), cancellation);
    }
}
