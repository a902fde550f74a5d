using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Home;

/// <summary>Reads every decision people made in the days shown, for whoever may see all of a tenant.</summary>
public sealed class DecisionTrendQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    /// <summary>From this many on, decisions are remembered for a minute: a chart of thirty days does not change by one of thousands.</summary>
    private const int Many = 500;

    private const int MostRemembered = 50;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<(DateTimeOffset, bool)> Decisions)> memory = [];

    public async Task<IReadOnlyList<(DateTimeOffset At, bool Approved)>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return [];
        var now = time.GetUtcNow();
        var name = actor.Tenants is { } tenants ? string.Join(' ', tenants.Select(tenant => tenant.Value).Order()) : "";
        if (memory.TryGetValue(name, out var known) && now - known.At <= Remembered)
            return known.Decisions;
        var read = await ReadAsync(actor, now, cancellation);
        if (memory.Count >= MostRemembered)
            memory.Clear();
        if (read.Count >= Many)
            memory[name] = (now, read);
        return read;
    }

    private async Task<IReadOnlyList<(DateTimeOffset, bool)>> ReadAsync(Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var since = now.AddDays(-PostureQuery.Days);
        // A request waits 30 days at the most, so older ones cannot have been decided in the days shown.
        var asked = since.AddDays(-30);
        var rows = await db.Requests.To(actor, db).Where(r => r.AskedAt > asked && r.UnderId == null).SelectMany(r => r.Decisions).Where(d => d.DecidedAt > since && !d.ByBreakGlass)
            .Select(d => new { d.DecidedAt, d.Verdict }).ToListAsync(cancellation);
        return [.. rows.Select(row => (row.DecidedAt, row.Verdict == Verdict.Approve))];
    }
}
