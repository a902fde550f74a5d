using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Risk;

namespace NhiPortal.Features.Findings;

/// <summary>
/// Judges a batch of integrations or targets inside one unit of work: turns findings, keeps scores, records each turn.
/// A look beforehand, outside any transaction, tells which of a batch have anything to turn at all.
/// </summary>
internal static class Judging
{
    public static readonly Actor Judge = Actor.Rule("judge findings");

    /// <summary>Those of the batch whose findings or score would change; writes nothing and locks nobody out.</summary>
    public static async Task<IReadOnlyList<IntegrationId>> ChangedAsync(
        this PortalDb db, IReadOnlyList<IntegrationId> ids, RiskWeights weights, DateTimeOffset now, CancellationToken cancellation)
    {
        var known = (await db.Findings.AsNoTracking().Where(f => f.IntegrationId != null && ids.Contains(f.IntegrationId.Value)).ToListAsync(cancellation)).ToLookup(f => f.IntegrationId);
        return [.. (await db.IntegrationPicturesAsync(ids, now, cancellation))
            .Where(picture => RiskScore.Of(picture, weights, now).Value != picture.Score || FindingLedger.Settle(picture, known[picture.Id], now).Count > 0)
            .Select(picture => picture.Id)];
    }

    /// <returns>How many findings turned.</returns>
    public static async Task<int> JudgeAsync(this Work run, IReadOnlyList<IntegrationId> ids, RiskWeights weights, CancellationToken cancellation)
    {
        var known = (await run.Db.Findings.Where(f => f.IntegrationId != null && ids.Contains(f.IntegrationId.Value)).ToListAsync(cancellation)).ToLookup(f => f.IntegrationId);
        var pictures = await run.Db.IntegrationPicturesAsync(ids, run.Now, cancellation);
        // Past the change tracker: a score is no change of the integration, so nobody's version and memory are touched.
        foreach (var rated in pictures.GroupBy(picture => RiskScore.Of(picture, weights, run.Now).Value, picture => (picture.Id, picture.Score)))
            if (rated.Where(entry => entry.Score != rated.Key).Select(entry => entry.Id).ToList() is { Count: > 0 } changed)
                await run.Db.Integrations.Where(i => changed.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.RiskScore, rated.Key), cancellation);
        return pictures.Sum(picture => run.Settle(picture, known[picture.Id]));
    }

    public static async Task<int> JudgeAsync(this Work run, IReadOnlyList<TargetId> ids, CancellationToken cancellation)
    {
        var known = (await run.Db.Findings.Where(f => f.IntegrationId == null && f.TargetId != null && ids.Contains(f.TargetId.Value)).ToListAsync(cancellation)).ToLookup(f => f.TargetId);
        return (await run.Db.TargetPicturesAsync(ids, run.Now, cancellation)).Sum(picture => run.Settle(picture, known[picture.Id]));
    }

    private static int Settle(this Work run, Picture picture, IEnumerable<Finding> known)
    {
        var turns = FindingLedger.Settle(picture, known, run.Now);
        foreach (var (finding, turn) in turns)
        {
            if (turn == FindingTurn.Opened)
                run.Db.Findings.Add(finding);
            if (FindingNotes.Of(finding, turn, picture) is { } note)
                run.Record(note);
        }

        return turns.Count;
    }
}
