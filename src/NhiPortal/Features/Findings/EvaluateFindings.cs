using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Risk;

namespace NhiPortal.Features.Findings;

/// <summary>
/// Judges every integration and target by every rule: each night, and once when nobody has yet. It looks first and takes
/// the writer's lock only for what has changed, so a quiet estate costs reading alone.
/// </summary>
public sealed class EvaluateFindings(UnitOfWork work, IDbContextFactory<PortalDb> databases, RiskWeights weights, TimeProvider time)
{
    private const int Batch = 500;

    /// <returns>How many findings turned.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var turned = 0;
        foreach (var batch in (await db.Targets.Select(t => t.Id).ToListAsync(cancellation)).Chunk(Batch))
            turned += await TurnAsync(run => run.JudgeAsync(batch, cancellation), cancellation);
        foreach (var batch in (await db.Integrations.OrderBy(i => i.Key).Select(i => i.Id).ToListAsync(cancellation)).Chunk(Batch))
            if (await db.ChangedAsync(batch, weights, time.GetUtcNow(), cancellation) is { Count: > 0 } changed)
                turned += await TurnAsync(run => run.JudgeAsync(changed, weights, cancellation), cancellation);
        await db.FindingCursors.ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.WholeRunAt, now), cancellation);
        return turned;
    }

    private async Task<int> TurnAsync(Func<Work, Task<int>> judge, CancellationToken cancellation) =>
        (await work.RunAsync<int>(Judging.Judge, "finding.judge", async run => await judge(run), cancellation)).Value;
}
