using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Audit;

/// <summary>What the log is narrowed to, and where reading starts: events older than the one of id <see cref="Before"/>.</summary>
public sealed record AuditLogFilter(string? Kind = null, string? Integration = null, bool RefusedOnly = false, long? Before = null);

/// <summary>One line of the log; <see cref="Row"/> is where the next page starts.</summary>
public sealed record AuditLine(long Row, Guid EventId, DateTimeOffset At, string Kind, string Actor, string Sentence, string? Integration, string? Target, string? Client, long? LeafIndex);

/// <summary>Reads the newest events first, a page from wherever the last one ended, for whom may read the log and of their tenants only.</summary>
public sealed class AuditLogQuery(IDbContextFactory<PortalDb> databases)
{
    public const int PageSize = 50;

    public async Task<IReadOnlyList<AuditLine>> RunAsync(Actor actor, AuditLogFilter filter, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return [.. (await Matching(db, actor, filter).Take(PageSize).ToListAsync(cancellation)).Select(Line)];
    }

    /// <summary>Every event that matches, newest first, for a file.</summary>
    internal static IQueryable<AuditEvent> Matching(PortalDb db, Actor actor, AuditLogFilter filter)
    {
        var events = db.AuditEvents.AsNoTracking();
        if (!Permissions.Allows(actor, Permission.ReadAudit))
            return events.Where(e => false);
        if (actor.Tenants?.Select(tenant => (TenantId?)tenant).ToList() is { } tenants)
            events = events.Where(e => tenants.Contains(e.TenantId));
        if (filter.Kind is { Length: > 0 } kind)
            events = events.Where(e => e.Kind.StartsWith(kind));
        if (filter.RefusedOnly)
            events = events.Where(e => e.Kind.EndsWith(".refused") || e.Kind == "access.denied");
        if (filter.Integration is { Length: > 0 } key)
            events = events.Where(e => db.Integrations.Any(i => i.Key == key && i.Id == e.IntegrationId));
        if (filter.Before is { } before)
            events = events.Where(e => e.Id < before);
        return events.OrderByDescending(e => e.Id);
    }

    internal static AuditLine Line(AuditEvent row)
    {
        var body = AuditBody.Parse(row.Body);
        return new AuditLine(row.Id, row.EventId, row.At, row.Kind, body.Actor.Name, body.Sentence, body.Integration?.Key, body.Target?.Key, body.Client, row.LeafIndex);
    }
}
