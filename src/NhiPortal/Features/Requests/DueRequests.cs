using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Which waiting requests are worth a look: new ones, those whose answers, things or people have changed, and those whose time has come.</summary>
internal static class DueRequests
{
    private static readonly ChangeKind[] Touching = [ChangeKind.Request, ChangeKind.Integration, ChangeKind.Target, ChangeKind.Person];

    /// <summary>Makes due at once what any change since the last look touches.</summary>
    public static async Task TouchAsync(this PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var seen = await db.ReturnCursors.AsNoTracking().Select(cursor => (long?)cursor.Looked).SingleOrDefaultAsync(cancellation);
        var newest = await db.ChangeClocks.Select(clock => (long?)clock.Value).SingleOrDefaultAsync(cancellation);
        if (seen is not { } from || newest is not { } until || from >= until)
            return;
        var changes = await db.Changes.AsNoTracking().Where(change => change.Seq > from && change.Seq <= until && Touching.Contains(change.Kind))
            .Select(change => new { change.Kind, change.Subject }).Distinct().ToListAsync(cancellation);
        List<Guid> Of(ChangeKind kind) => [.. changes.Where(change => change.Kind == kind).Select(change => change.Subject)];
        var requests = Of(ChangeKind.Request).ConvertAll(id => new RequestId(id));
        var (integrations, targets) = (Of(ChangeKind.Integration).ConvertAll(id => new IntegrationId(id)), Of(ChangeKind.Target).ConvertAll(id => new TargetId(id)));
        var people = Of(ChangeKind.Person).ConvertAll(id => new PersonId(id));
        if (people.Count > 0)
            people.AddRange(await db.Delegations.Where(d => people.Contains(d.StandInId)).Select(d => d.LenderId).Distinct().ToListAsync(cancellation));
        var owned = db.Ownerships.Where(o => o.ClosedAt == null && people.Contains(o.PersonId));
        // Pruned lines may have told of anything.
        var everything = from > 0 && !await db.Changes.AnyAsync(change => change.Seq == from + 1, cancellation);
        if (everything || changes.Count > 0)
            await db.Requests.Where(r => r.Status == RequestStatus.Pending && (everything || requests.Contains(r.Id) || integrations.Contains(r.IntegrationId) || targets.Contains(r.TargetId)
                    || owned.Any(o => o.IntegrationId == r.IntegrationId || o.TargetId == r.TargetId)))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.LookAt, now), cancellation);
        await db.ReturnCursors.Where(cursor => cursor.Looked == from).ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.Looked, until), cancellation);
    }

    /// <summary>The next few that are due.</summary>
    public static Task<List<RequestId>> DueAsync(this PortalDb db, DateTimeOffset now, int most, CancellationToken cancellation) => db.Requests
        .Where(r => r.Status == RequestStatus.Pending && r.LookAt <= now && r.ExpiresAt > now).OrderBy(r => r.LookAt).ThenBy(r => r.Id).Select(r => r.Id).Take(most).ToListAsync(cancellation);

    /// <summary>Leaves each alone until it is worth a look again, but for what a change has made due since the look. It is no change of the request.</summary>
    public static async Task PostponeAsync(this PortalDb db, ILookup<DateTimeOffset, RequestId> looks, DateTimeOffset looked, CancellationToken cancellation)
    {
        foreach (var look in looks)
        {
            var (at, ids) = (look.Key, look.ToList());
            await db.Requests.Where(r => ids.Contains(r.Id) && r.LookAt <= looked).ExecuteUpdateAsync(set => set.SetProperty(r => r.LookAt, at), cancellation);
        }
    }
}
