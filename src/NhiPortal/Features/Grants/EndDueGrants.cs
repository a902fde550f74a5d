using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Grants;

namespace NhiPortal.Features.Grants;

/// <summary>
/// Writes down that grants ended whose time is over. Decisions do not wait for it: they compare the time themselves.
/// Repeats safely and on several instances at once.
/// </summary>
public sealed class EndDueGrants(UnitOfWork work)
{
    private const int Batch = 200;

    /// <returns>How many grants ended.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var ended = await work.RunAsync<int>(Actor.Rule("end due grants"), "grant.expire", run => BatchAsync(run, cancellation), cancellation);
            total += ended.Value;
            if (ended.Value < Batch)
                return total;
        }
    }

    private static async Task<Result<int>> BatchAsync(Work run, CancellationToken cancellation)
    {
        var due = await run.Db.Grants.Where(g => g.Status == GrantStatus.Active && (g.Until <= run.Now || (g.Uses == 0 && g.FirstUseBy <= run.Now)))
            .OrderBy(g => g.Until).Take(Batch)
            .Join(run.Db.Integrations, g => g.IntegrationId, i => i.Id, (g, i) => new { Grant = g, Integration = i }).ToListAsync(cancellation);
        foreach (var row in due.Where(row => row.Grant.Expire(run.Now)))
            run.Record(new AuditNote("grant.expired", $"The grant of {row.Integration.Key} for {row.Grant.ActionName} ended by time{Counted(row.Grant)}. {row.Grant.EndReason}")
            {
                Tenant = row.Grant.TenantId,
                Integration = Work.Thing(row.Integration),
                Request = row.Grant.RequestId,
                Grant = row.Grant.Id,
            });
        return due.Count;
    }

    // Only limited uses are counted by the grant; of the others each is an event of its own, and some may be on their way.
    private static string Counted(Grant grant) => grant.UseLimit is { } limit ? $", used {grant.Uses} of {limit} times" : "";
}
