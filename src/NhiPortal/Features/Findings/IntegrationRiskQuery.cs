using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Risk;

namespace NhiPortal.Features.Findings;

/// <summary>An integration's risk with the facts behind the number, and its findings that are not closed.</summary>
public sealed record IntegrationRisk(RiskScore Score, IReadOnlyList<FindingRow> Findings);

/// <summary>Judges an integration's risk as it is now, and reads its findings; null when there is none this actor may see.</summary>
public sealed class IntegrationRiskQuery(IDbContextFactory<PortalDb> databases, RiskWeights weights, TimeProvider time)
{
    private const int Most = 50;

    public async Task<IntegrationRisk?> RunAsync(Actor actor, IntegrationId integration, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!await db.Integrations.To(actor, db).AnyAsync(i => i.Id == integration, cancellation))
            return null;
        var now = time.GetUtcNow();
        if (await db.IntegrationPicturesAsync([integration], now, cancellation) is not [var picture])
            return null;
        var open = db.Findings.AsNoTracking().To(actor, db).Where(f => f.IntegrationId == integration && f.Status != FindingStatus.Closed)
            .OrderByDescending(f => f.Severity).ThenBy(f => f.DueAt).ThenBy(f => f.Id).Take(Most);
        return new(RiskScore.Of(picture, weights, now), await FindingRow.Of(db, open).ToListAsync(cancellation));
    }
}
