using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>What recording a look at evidence needs: whether it is the same look still, and whose auditors are to see it.</summary>
internal static class Looking
{
    private const int Recent = 50;
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(10);

    /// <summary>Whether the actor was recorded a few minutes ago looking at the same: a page that draws itself again is no second look.</summary>
    /// <param name="run">The running use case.</param>
    /// <param name="kind">The kind of event a look is recorded as.</param>
    /// <param name="fact">The fact that names what was looked at.</param>
    /// <param name="value">What it says.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<bool> LookedAsync(this Work run, string kind, string fact, string value, CancellationToken cancellation)
    {
        var (reader, since) = (run.Actor.Id, run.Now - SameLook);
        var rows = await run.Db.AuditEvents.AsNoTracking().Where(e => e.ActorKind == ActorKind.Person && e.ActorId == reader).OrderByDescending(e => e.Id).Take(Recent)
            .Select(e => new { e.Kind, e.At, e.Body }).ToListAsync(cancellation);
        return rows.Exists(row => row.Kind == kind && row.At > since && AuditBody.Parse(row.Body).Facts?.GetValueOrDefault(fact) == value);
    }

    /// <summary>The actor's own tenant: reading is filed there, whatever was read.</summary>
    public static Task<TenantId?> OwnTenantAsync(this Work run, CancellationToken cancellation) =>
        run.Db.People.Where(p => p.Id == run.Actor.Person).Select(p => (TenantId?)p.TenantId).SingleOrDefaultAsync(cancellation);
}
