using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Rooms;

/// <summary>One room in the list.</summary>
public sealed record RoomRow(Guid Id, string Name, string Firm, string Purpose, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset EndsAt, bool IsOpen, int Members, int Items);

/// <summary>One page of them, whether this person may open one, and for which tenants.</summary>
public sealed record RoomPageRows(IReadOnlyList<RoomRow> Rows, int Total, bool MayOpen, IReadOnlyList<(string Key, string Name)> Tenants);

/// <summary>Reads the rooms a person keeps or is a member of, newest first; a member sees only those that are open.</summary>
public sealed class RoomListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<RoomPageRows> RunAsync(Actor actor, int skip, int take, CancellationToken cancellation)
    {
        if (actor.Person is not { } me)
            return new([], 0, false, []);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var (keeps, now, tenants) = (Permissions.Allows(actor, Permission.RunRooms), time.GetUtcNow(), actor.Tenants?.ToList());
        var rooms = db.EngagementRooms.AsNoTracking().IgnoreAutoIncludes();
        if (!keeps)
        {
            rooms = rooms.Where(r => r.ClosedAt == null && r.EndsAt > now && r.Members.Any(m => m.PersonId == me && m.EndedAt == null));
        }
        else if (actor.Tenants is { } sees)
        {
            var fitting = (await rooms.Select(r => r.Sees).Distinct().ToListAsync(cancellation)).Where(seen => seen is not null && seen.All(sees.Contains)).ToList();
            rooms = rooms.Where(r => fitting.Contains(r.Sees) || (r.ClosedAt == null && r.EndsAt > now && r.Members.Any(m => m.PersonId == me && m.EndedAt == null)));
        }

        var rows = await rooms.OrderByDescending(r => r.OpenedAt).ThenBy(r => r.Id).Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, 200))
            .Select(r => new RoomRow(r.Id.Value, r.Name, r.Firm, r.Purpose, r.From, r.Until, r.EndsAt, r.ClosedAt == null && r.EndsAt > now, r.Members.Count(m => m.EndedAt == null), r.Items.Count)).ToListAsync(cancellation);
        var known = keeps ? await db.Tenants.Where(t => tenants == null || tenants.Contains(t.Id)).OrderBy(t => t.Key).Take(100).Select(t => new { t.Key, t.Name }).ToListAsync(cancellation) : [];
        return new(rows, await rooms.CountAsync(cancellation), keeps, [.. known.Select(t => (t.Key, t.Name))]);
    }
}
