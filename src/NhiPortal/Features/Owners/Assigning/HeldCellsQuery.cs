using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Owners.Assigning;

/// <summary>What one person holds, as far as it can be handed over at a time, and how much it is in all.</summary>
public sealed record HeldCells(IReadOnlyList<OwnerCell> Cells, int Total, TenantId? OnlyTenant);

/// <summary>Reads everything a person holds, lapsed or not, that this actor may hand over.</summary>
public sealed class HeldCellsQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<HeldCells> RunAsync(Actor actor, PersonId person, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.AssignOwners))
            return new([], 0, null);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var tenants = actor.Tenants?.ToList();
        var held = db.Ownerships.AsNoTracking().Where(o => o.PersonId == person && o.ClosedAt == null && o.AcceptedAt != null && (tenants == null || tenants.Contains(o.TenantId)));
        var rows = await held.OrderBy(o => o.Id).Take(AssignmentPlan.Most).Select(o => new { Cell = new OwnerCell(o.Role, o.IntegrationId, o.TargetId), o.TenantId }).ToListAsync(cancellation);
        var total = rows.Count < AssignmentPlan.Most ? rows.Count : await held.CountAsync(cancellation);
        return new(rows.ConvertAll(row => row.Cell), total, rows.Select(row => row.TenantId).Distinct().ToList() is [var only] ? only : null);
    }
}
