using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>Ends requests nobody answered in time: silence is a denial. Repeats safely and on several instances at once.</summary>
public sealed class ExpireRequests(UnitOfWork work)
{
    private const int Batch = 200;

    /// <returns>How many requests ended.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var ended = await work.RunAsync<int>(Actor.Rule("expire requests"), "request.expire", run => BatchAsync(run, cancellation), cancellation);
            total += ended.Value;
            if (ended.Value < Batch)
                return total;
        }
    }

    private static async Task<Result<int>> BatchAsync(Work run, CancellationToken cancellation)
    {
        var due = await run.Db.Requests.Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt <= run.Now)
            .OrderBy(r => r.ExpiresAt).Take(Batch)
            .Join(run.Db.Integrations, r => r.IntegrationId, i => i.Id, (r, i) => new { Request = r, Integration = i }).ToListAsync(cancellation);
        foreach (var row in due.Where(row => row.Request.Expire(run.Now)))
            run.Record(new AuditNote("request.expired", $"Nobody answered {row.Integration.Key} in time; its request for {row.Request.ActionName} is denied.")
            {
                Tenant = row.Request.TenantId,
                Integration = Work.Thing(row.Integration),
                Request = row.Request.Id,
            });
        return due.Count;
    }
}
