using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.PreApprovals;

namespace NhiPortal.Features.PreApprovals;

/// <summary>
/// Writes down that standing pre-approvals ended whose time is over. Asks do not wait for it: they compare the time themselves.
/// Repeats safely and on several instances at once.
/// </summary>
public sealed class EndDuePreApprovals(UnitOfWork work)
{
    private const int Batch = 200;

    /// <returns>How many ended.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var total = 0;
        while (true)
        {
            var ended = await work.RunAsync<int>(Actor.Rule("end due pre-approvals"), "request.pre_approval_expire", run => BatchAsync(run, cancellation), cancellation);
            total += ended.Value;
            if (ended.Value < Batch)
                return total;
        }
    }

    private static async Task<Result<int>> BatchAsync(Work run, CancellationToken cancellation)
    {
        var due = await run.Db.PreApprovals.Where(p => p.Status == PreApprovalStatus.Active && p.Until <= run.Now).OrderBy(p => p.Until).Take(Batch)
            .Join(run.Db.Integrations, p => p.IntegrationId, i => i.Id, (p, i) => new { Standing = p, Integration = i }).ToListAsync(cancellation);
        foreach (var row in due.Where(row => row.Standing.Expire(run.Now)))
            run.Record(new AuditNote("request.pre_approval_expired", $"The standing pre-approval \"{row.Standing.Name}\" of {row.Integration.Key} ended by time, used {row.Standing.Uses} of {row.Standing.MostUses} times.")
            {
                Tenant = row.Standing.TenantId,
                Integration = Work.Thing(row.Integration),
                Request = row.Standing.RequestId,
            });
        return due.Count;
    }
}
