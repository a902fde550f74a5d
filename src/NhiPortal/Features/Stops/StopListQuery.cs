using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Stops;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Stops;

/// <summary>One stop in the list.</summary>
public sealed record StopRow(StopId Id, StopScope Scope, string Key, string Name, string Reason, string By, DateTimeOffset At, DateTimeOffset? LiftedAt, bool LiftAsked, int Lines, int Open);

/// <summary>One page of stops, and the tenants this viewer may stop as a whole.</summary>
public sealed record StopRows(IReadOnlyList<StopRow> Rows, int Total, int Live, IReadOnlyList<(TenantId Id, string Name)> Tenants);

/// <summary>Reads the stops this actor may see, live ones first.</summary>
public sealed class StopListQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<StopRows> RunAsync(Actor actor, string? state, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var seen = db.Stops.AsNoTracking().To(actor, db);
        var shown = state switch { "live" => seen.Where(s => s.LiftedAt == null), "lifted" => seen.Where(s => s.LiftedAt != null), _ => seen };
        var rows = await shown.OrderBy(s => s.LiftedAt != null).ThenByDescending(s => s.At).ThenBy(s => s.Id).Skip(skip).Take(take).Select(s => new StopRow(
            s.Id, s.Scope, s.Key, s.Name, s.Reason, db.People.Where(p => p.Id == s.ById).Select(p => p.Name).First(), s.At, s.LiftedAt, s.LiftAskedAt != null,
            db.StopLines.Count(l => l.StopId == s.Id), db.StopLines.Count(l => l.StopId == s.Id && l.EndedAt == null))).ToListAsync(cancellation);
        var tenants = Permissions.Allows(actor, Permission.StopThings)
            ? (await db.Tenants.AsNoTracking().OrderBy(t => t.Name).Select(t => new { t.Id, t.Name }).ToListAsync(cancellation)).Where(t => actor.SeesTenant(t.Id)).Select(t => (t.Id, t.Name)).ToList()
            : [];
        return new(rows, await shown.CountAsync(cancellation), await seen.CountAsync(s => s.LiftedAt == null, cancellation), tenants);
    }
}
