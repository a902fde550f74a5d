using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Requests;

/// <summary>An attempt on a request that the rules refused.</summary>
public sealed record RefusedTry(DateTimeOffset At, string? Actor, string Words, string Answer);

/// <summary>Reads from the record who tried something on a request and was refused; nothing for who may not see the request.</summary>
public sealed class RefusedTriesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 50;

    private static readonly Dictionary<string, string> Attempts = new()
    {
        ["request.approve.refused"] = "Tried to approve and was refused",
        ["request.deny.refused"] = "Tried to deny and was refused",
        ["request.cancel.refused"] = "Tried to cancel it and was refused",
    };

    public async Task<IReadOnlyList<RefusedTry>> RunAsync(Actor actor, Guid request, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = new RequestId(request);
        var kinds = Attempts.Keys.ToList();
        if (!await db.Requests.To(actor, db).AnyAsync(r => r.Id == wanted, cancellation))
            return [];
        var events = await db.AuditEvents.AsNoTracking().Where(e => e.RequestId == wanted && kinds.Contains(e.Kind))
            .OrderByDescending(e => e.Id).Take(Most).Select(e => new { e.Kind, e.Body }).ToListAsync(cancellation);
        return [.. events.Select(row => AuditBody.Parse(row.Body) switch
        {
            var body => new RefusedTry(body.At, body.Actor.Name, Attempts[row.Kind], body.Sentence),
        })];
    }
}
