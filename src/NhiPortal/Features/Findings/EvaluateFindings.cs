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
    private const int Batch = 2000;

    /// <summary>One reads while the other writes; more would only wait for their turn to write.</summary>
    private const int Side = 2;

    /// <returns>How many findings turned.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var turned = 0;
        turned += await TurnAsync(run => run.JudgeLogAsync(cancellation), cancellation);
        foreach (var batch in (await db.Targets.Select(t => t.Id).ToListAsync(cancellation)).Chunk(Batch))
            turned += await TurnAsync(run => run.JudgeAsync(batch, cancellation), cancellation);
        var integrations = await db.Integrations.OrderBy(i => i.Key).Select(i => i.Id).ToListAsync(cancellation);
        await Parallel.ForEachAsync(integrations.Chunk(Batch), new ParallelOptions { MaxDegreeOfParallelism = Side, CancellationToken = cancellation }, async (batch, stop) =>
            Interlocked.Add(ref turned, await JudgeAsync(batch, stop)));
        await db.FindingCursors.ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.WholeRunAt, now), cancellation);
        return turned;
    }

    private async Task<int> JudgeAsync(IReadOnlyList<IntegrationId> batch, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var look = await db.LookAsync(batch, weights, time.GetUtcNow(), cancellation);
        var (turned, portions) = (0, new Portions(Batch, time));
        foreach (var some in portions.Of(look.Changed))
            turned += await TurnAsync(run =>
            {
                portions.Begin();
                return run.JudgeAsync(look with { Changed = some }, weights, cancellation);
            }, cancellation);
        return turned;
    }

    private async Task<int> TurnAsync(Func<Work, Task<int>> judge, CancellationToken cancellation) =>
        (await work.RunAsync<int>(Judging.Judge, "finding.judge", async run => await judge(run), cancellation)).Value;
}
