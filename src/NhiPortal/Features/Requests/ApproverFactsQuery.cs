using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Reads what is true of one person before one request, for the rules that decide whether they may answer.</summary>
public static class ApproverFactsQuery
{
    /// <summary>Events that make their actor a controlling person of the integration they are about.</summary>
    private static readonly string[] Shaping =
        ["integration.registered", "integration.changed", "path.added", "path.removed", "workload.added", "workload.removed", "credential.added", "credential.changed"];

    public static async Task<ApproverFacts> ApproverFactsAsync(
        this PortalDb db, AccessRequest request, PersonId person, DateTimeOffset now, CancellationToken cancellation)
    {
        var self = await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, cancellation);
        var held = await db.Ownerships.AsNoTracking()
            .Where(o => o.PersonId == person && o.ClosedAt == null && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId))
            .ToListAsync(cancellation);
        var deputyOf = await db.Ownerships.AsNoTracking()
            .Where(o => o.DeputyId == person && o.ClosedAt == null).Select(o => o.PersonId).Distinct().ToListAsync(cancellation);
        var active = self is { Active: true };
        return new ApproverFacts
        {
            Person = person,
            Active = active,
            InTenant = self?.BelongsTo(request.TenantId) ?? false,
            Accounts = self is null ? new HashSet<string>() : new HashSet<string>([self.ObjectId, self.Mail, self.Name], StringComparer.OrdinalIgnoreCase),
            RolesHeld = held.Where(o => o.HoldsAt(now, active && !self!.External)).Select(o => o.Role).ToHashSet(),
            Controllers = await db.ControllersAsync(request, now, cancellation),
            DeputyOf = deputyOf.ToHashSet(),
        };
    }

    private static async Task<IReadOnlyList<ControllingPerson>> ControllersAsync(
        this PortalDb db, AccessRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now.AddDays(-request.ControllerDays);
        var shaped = await db.AuditEvents.AsNoTracking()
            .Where(e => e.IntegrationId == request.IntegrationId && e.At > since && e.ActorKind == ActorKind.Person && Shaping.Contains(e.Kind))
            .Select(e => new { e.ActorId, e.At, e.Kind }).ToListAsync(cancellation);
        var published = await db.AuditEvents.AsNoTracking()
            .Where(e => e.Kind == "policy.published" && e.At > since && e.ActorKind == ActorKind.Person)
            .Select(e => new { e.ActorId, e.At, e.Kind }).ToListAsync(cancellation);
        return [.. shaped.Concat(published).OrderByDescending(e => e.At)
            .Select(e => new ControllingPerson(new PersonId(e.ActorId), $"you {Words(e.Kind)} on {e.At:d MMMM yyyy}."))];
    }

    private static string Words(string kind) => kind switch
    {
        "integration.registered" => "registered it",
        "integration.changed" => "changed its definition",
        "path.added" or "path.removed" => "changed what it may reach",
        "workload.added" or "workload.removed" => "changed how it is recognised",
        "policy.published" => "published the approval policy",
        _ => "changed its credentials",
    };
}
