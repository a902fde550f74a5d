using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.BreakGlass;

/// <summary>Reads the uses of break-glass that wait for a review this person may give.</summary>
public sealed class MyReviewsQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 50;

    public async Task<IReadOnlyList<BreakGlassRow>> RunAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var waiting = await db.BreakGlassUses.AsNoTracking().To(actor, db).Where(u => u.ReviewedAt == null).OrderBy(u => u.ReviewDue).Take(Most).ToListAsync(cancellation);
        if (waiting.Count == 0)
            return [];
        var mine = (await db.WhyMayNotReviewAsync(actor, waiting, time.GetUtcNow(), cancellation)).Where(pair => pair.Value is null).Select(pair => pair.Key).ToList();
        return mine.Count == 0 ? [] : await BreakGlassRow.ReadAsync(db, db.BreakGlassUses.AsNoTracking().Where(u => mine.Contains(u.Id)), cancellation);
    }
}
