using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Administration;

/// <summary>Forgets what has served its time and is no evidence: seen tokens, idempotent answers, files read
/// in and not imported, the change feed's past.</summary>
public sealed class PruneOldRows(IDbContextFactory<PortalDb> databases, ChangeFeed feed, TimeProvider time)
{
    /// <returns>How many remembered tokens, answers and files were forgotten.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await feed.PruneAsync(cancellation);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await db.SeenTokens.Where(token => token.Until < now).ExecuteDeleteAsync(cancellation)
            + await db.IdempotentAnswers.Where(answer => answer.Until < now).ExecuteDeleteAsync(cancellation)
            + await db.Imports.Where(import => import.ExpiresAt < now).ExecuteDeleteAsync(cancellation);
    }
}
