using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Reads what became of the same ask before: same integration, action, target and resource.</summary>
public static class AskHistoryQuery
{
    /// <summary>How far back it looks, which is also how far back the screen says it looked.</summary>
    public const int Days = 90;

    private const int Shown = 5;

    public static async Task<AskHistory> AskHistoryAsync(this PortalDb db, AccessRequest request, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now.AddDays(-Days);
        var same = db.Requests.AsNoTracking().Where(r => r.IntegrationId == request.IntegrationId && r.AskedAt > since && r.Id != request.Id
            && r.AskedAt <= request.AskedAt && r.TargetId == request.TargetId && r.ActionName == request.ActionName
            && r.ResourceType == request.ResourceType && r.ResourceId == request.ResourceId);
        var counts = await same.GroupBy(r => r.Status).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        if (counts.Count == 0)
            return new(new Dictionary<RequestStatus, int>(), []);
        var newest = await same.OrderByDescending(r => r.AskedAt).ThenByDescending(r => r.Id).Take(Shown)
            .Select(r => new
            {
                r.Id,
                r.AskedAt,
                r.Status,
                r.BindingHash,
                DecidedBy = r.Decisions.OrderByDescending(d => d.DecidedAt).Select(d => db.People.Where(p => p.Id == d.PersonId).Select(p => p.Name).FirstOrDefault()).FirstOrDefault(),
            }).ToListAsync(cancellation);
        return new(
            counts.ToDictionary(row => row.Key, row => row.Count),
            [.. newest.Select(row => new EarlierAsk(row.Id.Value, row.AskedAt, row.Status, row.BindingHash == request.BindingHash, row.DecidedBy))]);
    }
}
