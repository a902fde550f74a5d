using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Home;

/// <summary>Something that happened to a person or through them.</summary>
public sealed record LatelyEvent(DateTimeOffset At, string Kind, string Sentence, string Actor, Guid? Request);

/// <summary>Reads what happened lately around one person: what they did, what was done to them, and what became of what they decided.</summary>
public sealed class LatelyQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 8;
    private const int RequestsFollowed = 20;

    private static readonly string[] Left = ["person.signed_in", "person.signed_out", "person.first_seen", "person.refreshed", "person.sign_in.refused", "request.escalated"];

    private static readonly string[] Outcomes =
        ["request.approved", "request.stage_approved", "request.denied", "request.cancelled", "request.expired", "request.returned", "request.failed", "grant.revoked", "grant.returned", "grant.expired", "break_glass.reviewed", "break_glass.overdue"];

    public async Task<IReadOnlyList<LatelyEvent>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Person is not { } person)
            return [];
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var me = person.Value;
        var since = time.GetUtcNow().AddDays(-30);
        var followed = (await db.Set<ApprovalDecision>().Where(d => d.PersonId == person && d.DecidedAt > since && db.Requests.Any(r => r.Id == d.RequestId && r.UnderId == null))
            .OrderByDescending(d => d.DecidedAt).Take(RequestsFollowed).Select(d => d.RequestId).ToListAsync(cancellation)).ConvertAll(id => (RequestId?)id);
        var events = db.AuditEvents.AsNoTracking();
        List<AuditEvent> found =
        [
            .. await events.Where(e => e.ActorKind == ActorKind.Person && e.ActorId == me && !Left.Contains(e.Kind)).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancellation),
            .. await events.Where(e => e.PersonId == person && !Left.Contains(e.Kind)).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancellation),
            .. await events.Where(e => followed.Contains(e.RequestId) && Outcomes.Contains(e.Kind)).OrderByDescending(e => e.Id).Take(Most).ToListAsync(cancellation),
        ];
        return [.. found.DistinctBy(e => e.Id).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(Most).Select(e => AuditBody.Parse(e.Body) switch
        {
            var body => new LatelyEvent(body.At, body.Kind, body.Sentence, body.Actor.Name, body.Request),
        })];
    }
}
