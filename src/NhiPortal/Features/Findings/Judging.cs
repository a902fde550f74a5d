using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Risk;

namespace NhiPortal.Features.Findings;

/// <summary>Integrations with something to turn, as they were at one place of the change feed.</summary>
internal sealed record Look(long Seq, IReadOnlyList<IntegrationPicture> Changed);

/// <summary>
/// Judges a batch of integrations or targets inside one unit of work: turns findings, keeps scores, records each turn.
/// A look beforehand, outside any transaction, tells which of a batch have anything to turn at all.
/// </summary>
internal static class Judging
{
    public static readonly Actor Judge = Actor.Rule("judge findings");

    /// <summary>Kinds of change that no picture is made of.</summary>
    private static readonly ChangeKind[] Beside = [ChangeKind.Finding, ChangeKind.Notice, ChangeKind.Channel, ChangeKind.Removal, ChangeKind.PolicyDraft, ChangeKind.AccessRules];

    /// <summary>Looks which of the batch have anything to turn; writes nothing and locks nobody out.</summary>
    public static async Task<Look> LookAsync(this PortalDb db, IReadOnlyList<IntegrationId> ids, RiskWeights weights, DateTimeOffset now, CancellationToken cancellation)
    {
        var seq = await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(cancellation);
        var known = (await db.Findings.AsNoTracking().Where(f => f.IntegrationId != null && EF.Parameter(ids).Contains(f.IntegrationId.Value)).ToListAsync(cancellation)).ToLookup(f => f.IntegrationId);
        return new(seq, [.. (await db.IntegrationPicturesAsync(ids, now, cancellation))
            .Where(picture => RiskScore.Of(picture, weights, now).Value != picture.Score || FindingLedger.Settle(picture, known[picture.Id], now).Count > 0)]);
    }

    /// <returns>How many findings turned.</returns>
    public static async Task<int> JudgeAsync(this Work run, Look look, RiskWeights weights, CancellationToken cancellation)
    {
        List<IntegrationId> ids = [.. look.Changed.Select(picture => picture.Id)];
        // Every writer takes the clock's row before it touches the feed; reading the feed's end first would be the other way round.
        await run.Db.ChangeClocks.ExecuteUpdateAsync(set => set.SetProperty(clock => clock.Value, clock => clock.Value), cancellation);
        // Whoever follows changes may have judged a newer picture already: an older one must not undo that.
        return await run.Db.Changes.AnyAsync(change => change.Seq > look.Seq && !Beside.Contains(change.Kind), cancellation)
            ? await run.JudgeAsync(ids, weights, cancellation)
            : await run.JudgeAsync(ids, look.Changed, weights, cancellation);
    }

    /// <returns>How many findings turned.</returns>
    public static async Task<int> JudgeAsync(this Work run, IReadOnlyList<IntegrationId> ids, RiskWeights weights, CancellationToken cancellation) =>
        await run.JudgeAsync(ids, await run.Db.IntegrationPicturesAsync(ids, run.Now, cancellation), weights, cancellation);

    public static async Task<int> JudgeAsync(this Work run, IReadOnlyList<TargetId> ids, CancellationToken cancellation)
    {
        var known = (await run.Db.Findings.Where(f => f.IntegrationId == null && f.TargetId != null && EF.Parameter(ids).Contains(f.TargetId.Value)).ToListAsync(cancellation)).ToLookup(f => f.TargetId);
        return (await run.Db.TargetPicturesAsync(ids, run.Now, cancellation)).Sum(picture => run.Settle(picture, known[picture.Id]));
    }

    /// <summary>Judges the audit log itself; where there is no tenant yet, nobody could be told.</summary>
    public static async Task<int> JudgeLogAsync(this Work run, CancellationToken cancellation)
    {
        if (await run.Db.LogPictureAsync(cancellation) is not { } picture)
            return 0;
        return run.Settle(picture, await run.Db.Findings.Where(f => f.IntegrationId == null && f.TargetId == null).ToListAsync(cancellation));
    }

    private static async Task<int> JudgeAsync(
        this Work run, IReadOnlyList<IntegrationId> ids, IReadOnlyList<IntegrationPicture> pictures, RiskWeights weights, CancellationToken cancellation)
    {
        var known = (await run.Db.Findings.Where(f => f.IntegrationId != null && EF.Parameter(ids).Contains(f.IntegrationId.Value)).ToListAsync(cancellation)).ToLookup(f => f.IntegrationId);
        // Past the change tracker: a score is no change of the integration, so nobody's version and memory are touched.
        foreach (var rated in pictures.GroupBy(picture => RiskScore.Of(picture, weights, run.Now).Value, picture => (picture.Id, picture.Score)))
            if (rated.Where(entry => entry.Score != rated.Key).Select(entry => entry.Id).ToList() is { Count: > 0 } changed)
                await run.Db.Integrations.Where(i => EF.Parameter(changed).Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.RiskScore, rated.Key), cancellation);
        return pictures.Sum(picture => run.Settle(picture, known[picture.Id]));
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
