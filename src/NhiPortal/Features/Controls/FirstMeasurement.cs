using Hangfire;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Controls;

/// <summary>A portal that holds an organisation and never measured its controls does so when it starts; of several instances one asks.</summary>
public sealed class FirstMeasurement(IDbContextFactory<PortalDb> databases, IRecurringJobManager jobs, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await db.Integrations.AnyAsync(cancellationToken)
            && await db.ControlRuns.Where(run => run.StartedAt == null && run.AskedAt == null).ExecuteUpdateAsync(set => set.SetProperty(run => run.AskedAt, now), cancellationToken) > 0)
            jobs.Trigger(ControlJobs.Name);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
