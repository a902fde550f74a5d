using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit.Archiving;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Actions;

/// <summary>Reads the accountability record of one action by its request's or its grant's id; null where there is none for this actor.</summary>
public sealed class AccountabilityRecordQuery(IDbContextFactory<PortalDb> databases, RequestDetailQuery details)
{
    private const int Longest = 500;

    public async Task<AccountabilityRecord?> RunAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var request = await db.Grants.Where(g => g.Id == new GrantId(id)).Select(g => (Guid?)g.RequestId.Value).SingleOrDefaultAsync(cancellation) ?? id;
        if (await details.RunAsync(actor, request, cancellation) is not { } detail)
            return null;

        var about = db.AuditEvents.AsNoTracking().Where(e => e.RequestId == new RequestId(request));
        var rows = await about.OrderBy(e => e.At).ThenBy(e => e.Id).Take(Longest)
            .Select(e => new { e.Body, e.LeafIndex, e.LeafHash }).ToListAsync(cancellation);
        var events = rows.Select(row => new RecordedEvent(
            AuditBody.Parse(row.Body), row.LeafIndex, row.LeafHash is null ? null : Convert.ToHexStringLower(row.LeafHash))).ToList();
        return new AccountabilityRecord
        {
            Detail = detail,
            OwnersInForce = events.LastOrDefault(told => told.Body.Kind is "request.approved" or "request.pre_approved")?.Body.Owners
                ?? events.FirstOrDefault(told => told.Body.Kind == "request.asked")?.Body.Owners ?? [],
            Events = events,
            Allowed = await about.CountAsync(e => e.Kind == "access.allowed", cancellation),
            Denied = await about.CountAsync(e => e.Kind == "access.denied", cancellation),
            Archived = await db.ArchivedAsync(cancellation) is { } archived && archived.Touches(detail.AskedAt) ? archived : null,
            SignedUpTo = await db.Checkpoints.MaxAsync(c => (long?)c.Size, cancellation) ?? 0,
        };
    }
}
