using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Unattended;

/// <summary>What is announced for one integration, for its passport: the day, the words, and what keeps it.</summary>
public sealed record ComingRevocation(Guid Id, string Label, bool Suspends, DateTimeOffset On, string Takes, WayToKeep Keep);

/// <summary>Reads what is announced for one integration, the nearest first.</summary>
public sealed class ComingRevocationsQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<IReadOnlyList<ComingRevocation>> RunAsync(Actor actor, IntegrationId integration, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await db.Revocations.AsNoTracking().To(actor, db).Where(r => r.IntegrationId == integration && r.EndedAt == null && r.StartedAt == null && r.AnnouncedAt != null)
            .OrderBy(r => r.SuspendOn ?? r.RevokeOn).Take(5).ToListAsync(cancellation);
        var ways = await db.WaysToKeepAsync(rows, cancellation);
        return [.. rows.Select(row => row is { SuspendOn: { } suspend, Step: Domain.Unattended.LadderStep.Announce }
            ? new ComingRevocation(row.Id.Value, row.Label, true, suspend, "it is suspended", ways[row.Id])
            : new ComingRevocation(row.Id.Value, row.Label, false, row.RevokeOn!.Value, row.Kind.Takes(false), ways[row.Id]))];
    }
}
