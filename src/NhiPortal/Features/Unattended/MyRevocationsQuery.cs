using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended;

/// <summary>Something that waits for a person: to be attended to before a day, or to be taken away by hand.</summary>
public sealed record MyRevocation(Guid Id, string Label, string Why, DateTimeOffset Due, bool ByHand, WayToKeep Keep);

/// <summary>Reads what is announced for things a person should attend to, and what they should take away by hand.</summary>
public sealed class MyRevocationsQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<MyRevocation>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var person = actor.Person ?? default;
        var rows = await db.Revocations.AsNoTracking().Where(r => r.OwnerId == person && r.EndedAt == null && (r.AnnouncedAt != null || r.FrozenAt != null)
                && (r.StartedAt == null || r.Items.Any(item => item.Way == TakenWay.Hand && item.DoneAt == null && item.ConfirmedAt == null)))
            .OrderBy(r => r.SuspendOn ?? r.RevokeOn ?? r.NextAt).ThenBy(r => r.Id).Take(Most).ToListAsync(cancellation);
        var ways = await db.WaysToKeepAsync(rows, cancellation);
        return [.. rows.Select(row => new MyRevocation(
            row.Id.Value, row.Label, row.Why, row.IsUnconfirmed ? row.StartedAt!.Value + Revocation.Patience : row.SuspendOn ?? row.RevokeOn ?? row.NextAt ?? row.FoundAt, row.IsUnconfirmed, ways[row.Id]))];
    }
}
