using Hangfire;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Controls;

/// <summary>A portal that holds an organisation and never measured its controls does so when it starts; of several instances one asks.</summary>
public sealed class FirstMeasurement(IDbContextFactory<PortalDb> databases, IRecurringJobManager jobs, TimeProvider time) : IHostedService
{
    private bool asked;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await db.Integrations.AnyAsync(cancellationToken)
            && await db.ControlRuns.Where(run => run.StartedAt == null && run.AskedAt == null).ExecuteUpdateAsync(set => set.SetProperty(run => run.AskedAt, now), cancellationToken) > 0)
        {
            jobs.Trigger(ControlJobs.Name);
            asked = true;
        }
    }

    /// <summary>What was asked for and did not end is asked for again at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!asked)
            return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.ControlRuns.Where(run => run.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(run => run.AskedAt, (DateTimeOffset?)null).SetProperty(run => run.StartedAt, (DateTimeOffset?)null), cancellationToken);
    }
}
