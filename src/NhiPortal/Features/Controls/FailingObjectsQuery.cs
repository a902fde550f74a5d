using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Controls;

/// <summary>One page of what failed an evidence query.</summary>
/// <param name="Rows">The page.</param>
/// <param name="Listed">How many are kept to be listed, of all that failed.</param>
public sealed record FailingRows(IReadOnlyList<FailingObject> Rows, int Listed);

/// <summary>
/// Reads one page of what failed an evidence query when it was last measured, in the tenants a person may see. Looking
/// through a hundred thousand things takes longer than somebody should wait for a page, so the measurement keeps the first.
/// </summary>
public sealed class FailingObjectsQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<FailingRows> RunAsync(Actor actor, string query, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeeControls) || EvidenceQueries.Named(query) is not { } known)
            return new([], 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var kept = db.ControlFailings.AsNoTracking().InTenants(actor.Tenants?.ToList()).Where(f => f.Query == query);
        // Of what there is one for all tenants, each tenant has the same list.
        if (known.PortalWide && await kept.OrderBy(f => f.TenantId).Select(f => (TenantId?)f.TenantId).FirstOrDefaultAsync(cancellation) is { } any)
            kept = kept.Where(f => f.TenantId == any);
        var listed = await kept.CountAsync(cancellation);
        var rows = await kept.OrderBy(f => f.TenantId).ThenBy(f => f.Number).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, ControlFailing.Most))
            .Select(f => new FailingObject { Kind = f.Kind, Id = f.Thing, Key = f.Key, Name = f.Name, Detail = f.Detail, Since = f.Since }).ToListAsync(cancellation);
        return new(rows, listed);
    }
}
