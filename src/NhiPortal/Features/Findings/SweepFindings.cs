using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Risk;

namespace NhiPortal.Features.Findings;

/// <summary>
/// Judges again where the clock alone has changed something since the last sweep: a credential's end or rotation, an end of life, an
/// exception that is over, a review of break-glass or a line of a stop that is overdue. Dates of ownerships are the ownership sweep's own, whose changes are followed.
/// </summary>
public sealed class SweepFindings(UnitOfWork work, IDbContextFactory<PortalDb> databases, RiskWeights weights, TimeProvider time)
{
    private const int Batch = 200;

    /// <returns>How many findings turned.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var since = await db.FindingCursors.Select(cursor => (DateTimeOffset?)cursor.SweptAt).SingleOrDefaultAsync(cancellation) ?? now;
        var integrations = (await db.Credentials.Where(c => c.ExpiresAt > since && c.ExpiresAt <= now).Select(c => c.IntegrationId).ToListAsync(cancellation))
            .Concat(await db.Credentials.Where(c => c.Status == CredentialStatus.Active && c.DueAt > since && c.DueAt <= now).Select(c => c.IntegrationId).ToListAsync(cancellation))
            .Concat(await db.Integrations.Where(i => i.EndOfLife > since && i.EndOfLife <= now).Select(i => i.Id).ToListAsync(cancellation)).ToHashSet();
        var excepted = await db.Findings.Where(f => f.ExceptionUntil != null && f.ExceptionUntil <= now).Select(f => new { f.IntegrationId, f.TargetId }).ToListAsync(cancellation);
        integrations.UnionWith(excepted.Select(f => f.IntegrationId).OfType<IntegrationId>());
        var (turned, portions) = (0, new Portions(Batch, time));
        foreach (var batch in portions.Of<IntegrationId>([.. integrations]))
            turned += await TurnAsync(portions, run => run.JudgeAsync(batch, weights, cancellation), cancellation);
        var owing = await db.BreakGlassUses.Where(u => u.ReviewedAt == null && u.ReviewDue > since && u.ReviewDue <= now).Select(u => u.TargetId).ToListAsync(cancellation);
        var unstopped = await db.StopLines.Where(l => l.EndedAt == null && l.DueAt > since && l.DueAt <= now).Select(l => l.TargetId).Distinct().ToListAsync(cancellation);
        foreach (var batch in portions.Of<TargetId>([.. excepted.Where(f => f.IntegrationId is null).Select(f => f.TargetId).OfType<TargetId>().Concat(owing).Concat(unstopped).Distinct()]))
            turned += await TurnAsync(portions, run => run.JudgeAsync(batch, cancellation), cancellation);
        await db.FindingCursors.ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.SweptAt, now), cancellation);
        return turned;
    }

    private async Task<int> TurnAsync(Portions portions, Func<Work, Task<int>> judge, CancellationToken cancellation) =>
        (await work.RunAsync<int>(Judging.Judge, "finding.sweep", async run =>
        {
            portions.Begin();
            return await judge(run);
        }, cancellation)).Value;
}
