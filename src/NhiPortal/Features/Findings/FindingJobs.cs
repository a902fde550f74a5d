using Hangfire;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Findings;

/// <summary>Hangfire's door to findings.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class FindingJobs(SweepFindings sweep, EvaluateFindings evaluate, IDbContextFactory<PortalDb> databases)
{
    /// <summary>Also makes up for a judgement of everything that is due: the very first, or one that was asked for.</summary>
    [DisableConcurrentExecution(30)]
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var due = await db.FindingCursors.AnyAsync(cursor => cursor.WholeRunAt == null, cancellation);
        return await sweep.RunAsync(cancellation) + (due ? await evaluate.RunAsync(cancellation) : 0);
    }

    [DisableConcurrentExecution(3600)]
    public Task<int> JudgeAllAsync(CancellationToken cancellation) => evaluate.RunAsync(cancellation);
}
