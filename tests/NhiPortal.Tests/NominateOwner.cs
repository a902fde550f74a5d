using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Owners;
using NhiPortal.Features.Owners.Assigning;

namespace NhiPortal.Tests;

/// <summary>Somebody looks at one cell and asks one person to take it, in one call.</summary>
internal sealed class NominateOwner(AssignOwners assign, IDbContextFactory<PortalDb> databases)
{
    /// <returns>The nomination, or whatever of the cell is open when nothing had to be done.</returns>
    public async Task<Result<OwnershipId>> RunAsync(Actor actor, OwnerCell cell, PersonId nominee, PersonId? deputy, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = db.Ownerships.AsNoTracking().Where(o => o.Role == cell.Role && o.IntegrationId == cell.Integration && o.TargetId == cell.Target && o.ClosedAt == null).OrderBy(o => o.AcceptedAt != null);
        var before = await open.ToListAsync(cancellation);
        var (holder, asked) = (before.Find(o => o.AcceptedAt is not null), before.Find(o => o.AcceptedAt is null));
        var seen = new SeenCell(cell, new CellSeen(holder?.Id, asked?.Id, (holder ?? asked)?.DeputyId));
        var assigned = await assign.RunAsync(actor, new AssignmentOrder(new Assignment { Owner = nominee, Deputy = deputy }, null, [seen]), cancellation);
        return assigned.Succeeded ? (await open.FirstAsync(cancellation)).Id : assigned.Refusal;
    }
}
