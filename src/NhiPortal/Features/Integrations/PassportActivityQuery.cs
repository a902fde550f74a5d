using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Grants;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>A grant that lives now.</summary>
public sealed record LiveGrant(GrantId Id, RequestId Request, string Integration, string Target, string Action, string Resource, DateTimeOffset Until, GrantUse Use, int? UseLimit);

/// <summary>One of the latest requests.</summary>
public sealed record RecentRequest(
    RequestId Id, string Integration, string Target, string Action, string Resource, RiskLevel Risk, RequestStatus Status, DateTimeOffset AskedAt, DateTimeOffset? EndedAt);

/// <summary>One line of the record, in its own words; the link is for those who may read the log.</summary>
public sealed record RecentEvent(Guid Id, DateTimeOffset At, string Kind, string Actor, string Sentence, bool Linked);

/// <summary>What happens and happened lately with one integration, or on one target.</summary>
public sealed record RecentActivity(IReadOnlyList<LiveGrant> Grants, IReadOnlyList<RecentRequest> Requests, IReadOnlyList<RecentEvent> Events);

/// <summary>Reads what is live and what happened lately for an integration or a target that the actor sees already.</summary>
public sealed class PassportActivityQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int MostGrants = 50, MostRequests = 10, MostEvents = 20;

    public Task<RecentActivity> RunAsync(Actor actor, IntegrationId integration, CancellationToken cancellation) => ReadAsync(actor, integration, null, cancellation);

    /// <summary>The same for a target.</summary>
    public Task<RecentActivity> OnTargetAsync(Actor actor, TargetId target, CancellationToken cancellation) => ReadAsync(actor, null, target, cancellation);

    private async Task<RecentActivity> ReadAsync(Actor actor, IntegrationId? integration, TargetId? target, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var grants = db.Grants.AsNoTracking().To(actor, db).Where(g => g.Status == GrantStatus.Active && g.Until > now);
        grants = integration is null ? grants.Where(g => g.TargetId == target) : grants.Where(g => g.IntegrationId == integration);
        var requests = db.Requests.AsNoTracking().To(actor, db);
        requests = integration is null ? requests.Where(r => r.TargetId == target) : requests.Where(r => r.IntegrationId == integration);
        return new(
            await LiveAsync(db, grants, cancellation),
            await (from request in requests
                   join caller in db.Integrations on request.IntegrationId equals caller.Id
                   join place in db.Targets on request.TargetId equals place.Id
                   orderby request.AskedAt descending
                   select new RecentRequest(request.Id, caller.Key, place.Key, request.ActionName, request.ResourceId, request.Risk, request.Status, request.AskedAt, request.EndedAt))
                .Take(MostRequests).ToListAsync(cancellation),
            await EventsAsync(db, actor, integration, target, cancellation));
    }

    private static async Task<IReadOnlyList<LiveGrant>> LiveAsync(PortalDb db, IQueryable<Grant> grants, CancellationToken cancellation)
    {
        var live = await (from grant in grants
                          join caller in db.Integrations on grant.IntegrationId equals caller.Id
                          join place in db.Targets on grant.TargetId equals place.Id
                          orderby grant.Until
                          select new { Grant = grant, Caller = caller.Key, Place = place.Key }).Take(MostGrants).ToListAsync(cancellation);
        var uses = await db.UsesAsync([.. live.Select(row => row.Grant)], cancellation);
        return [.. live.Select(row => new LiveGrant(
            row.Grant.Id, row.Grant.RequestId, row.Caller, row.Place, row.Grant.ActionName, row.Grant.ResourceId, row.Grant.Until, uses[row.Grant.Id], row.Grant.UseLimit))];
    }

    private static async Task<IReadOnlyList<RecentEvent>> EventsAsync(PortalDb db, Actor actor, IntegrationId? integration, TargetId? target, CancellationToken cancellation)
    {
        var events = integration is null ? db.AuditEvents.Where(e => e.TargetId == target) : db.AuditEvents.Where(e => e.IntegrationId == integration);
        // Least view: whoever owns only some target hears of that target, and of what concerns no other.
        if (!Permissions.Allows(actor, Permission.SeeTenant) && actor.Person is { } person)
        {
            var owned = db.Ownerships.Where(o => o.PersonId == person && o.ClosedAt == null);
            events = integration is null
                ? events.Where(e => owned.Any(o => o.TargetId == e.TargetId || o.IntegrationId == e.IntegrationId))
                : events.Where(e => e.TargetId == null || owned.Any(o => o.TargetId == e.TargetId || o.IntegrationId == e.IntegrationId));
        }

        var rows = await events.AsNoTracking().OrderByDescending(e => e.Id).Take(MostEvents).Select(e => new { e.EventId, e.At, e.Kind, e.Body }).ToListAsync(cancellation);
        var linked = Permissions.Allows(actor, Permission.ReadAudit);
        return [.. rows.Select(row => (row, Told: AuditBody.Parse(row.Body)))
            .Select(e => new RecentEvent(e.row.EventId, e.row.At, e.row.Kind, e.Told.Actor.Name, e.Told.Sentence, linked))];
    }
}
