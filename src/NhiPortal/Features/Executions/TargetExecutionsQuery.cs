using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features.Discovery;

namespace NhiPortal.Features.Executions;

/// <summary>One thing the portal did on a target.</summary>
public sealed record TargetExecution(Guid Request, string Integration, DateTimeOffset At, ExecutionView What);

/// <summary>Whether the portal can change a target, and what it did there last.</summary>
public sealed record TargetExecutions(bool Acts, int Total, IReadOnlyList<TargetExecution> Rows);

/// <summary>Reads what the portal carried out on a target, for whoever may see the target; null when there is none for them.</summary>
public sealed class TargetExecutionsQuery(IDbContextFactory<PortalDb> databases, ConfiguredConnectors connectors)
{
    private const int Newest = 10;

    public async Task<TargetExecutions?> RunAsync(Actor actor, TargetId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Targets.AsNoTracking().To(actor, db).Where(t => t.Id == id).Select(t => t.Key).SingleOrDefaultAsync(cancellation) is not { } key)
            return null;
        var grants = db.Grants.AsNoTracking().To(actor, db);
        var all = from execution in db.Executions.AsNoTracking()
                  where execution.TargetId == id && grants.Any(g => g.Id == execution.GrantId)
                  select execution;
        // What needs somebody first, then the newest.
        var rows = await (from execution in all
                          join integration in db.Integrations on execution.IntegrationId equals integration.Id
                          orderby execution.StuckSince != null descending, execution.DueAt descending, execution.Id
                          select new { Execution = execution, integration.Name }).Take(Newest).ToListAsync(cancellation);
        return new(connectors.Acts(key), await all.CountAsync(cancellation), [.. rows.Select(row =>
            new TargetExecution(row.Execution.RequestId.Value, row.Name, row.Execution.EndedAt ?? row.Execution.AppliedAt ?? row.Execution.DueAt, ExecutionView.Of(row.Execution)))]);
    }
}
