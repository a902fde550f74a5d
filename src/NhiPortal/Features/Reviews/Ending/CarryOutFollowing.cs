using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>Where the following of a campaign's lines has come to.</summary>
internal readonly record struct LinePlace(int Item, int Number)
{
    public static readonly LinePlace End = new(int.MaxValue, 0);
}

/// <summary>Brings each open line to what its target, or the ladder, shows by now.</summary>
internal static class CarryOutFollowing
{
    private const int Batch = 500;

    public static async Task<(int Moved, LinePlace Next)> FollowAsync(this Work run, CampaignId id, LinePlace after, CancellationToken cancellation)
    {
        var lines = await run.Db.CarryOuts.Where(l => l.CampaignId == id && l.DoneAt == null && l.State != CarryOutState.ByHand && (l.ItemNumber > after.Item || (l.ItemNumber == after.Item && l.Number > after.Number)))
            .OrderBy(l => l.ItemNumber).ThenBy(l => l.Number).Take(Batch).ToListAsync(cancellation);
        var moved = await run.GrantsAsync(lines, cancellation) + await run.RemovalsAsync(lines, cancellation) + await run.LadderAsync(id, lines, cancellation);
        return (moved, lines.Count < Batch ? LinePlace.End : new(lines[^1].ItemNumber, lines[^1].Number));
    }

    private static async Task<int> GrantsAsync(this Work run, List<CarryOut> lines, CancellationToken cancellation)
    {
        var ids = lines.Select(line => line.GrantId).OfType<GrantId>().ToList();
        var executions = await run.Db.Executions.AsNoTracking().Where(e => ids.Contains(e.GrantId)).ToDictionaryAsync(e => e.GrantId, cancellation);
        return lines.Count(line => line.GrantId is { } grant && executions.TryGetValue(grant, out var execution) && line.Follow(Proof(execution), execution.Trouble, run.Now));
    }

    private static string? Proof(Execution execution) => execution switch
    {
        { EndedAt: null } => null,
        { State: ExecutionState.Reverted, After: { } shown } => $"Read back from the target on {Day(execution.EndedAt!.Value)}: {execution.Change.Account} is now {shown.Words(execution.Change)}.",
        _ => $"Nothing had to be taken back on the target, as looked up on {Day(execution.EndedAt!.Value)}.",
    };

    private static async Task<int> RemovalsAsync(this Work run, List<CarryOut> lines, CancellationToken cancellation)
    {
        var ids = lines.Select(line => line.RemovalId).OfType<RemovalId>().Distinct().ToList();
        var removals = await run.Db.Removals.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancellation);
        return lines.Count(line => line.RemovalId is { } id && removals[id] is var removal && removal.State switch
        {
            RemovalState.Confirmed => line.Follow($"Read back from the target on {Day(removal.EndedAt!.Value)}: {removal.Change.Account} is now {removal.After!.Words(removal.Change)}.", null, run.Now),
            RemovalState.Impossible => line.LeaveToHand(removal.Trouble, run.Now),
            RemovalState.CalledOff => line.LeaveToHand("Taking it away was called off elsewhere. Look there, and take it away by hand.", run.Now),
            _ => line.Follow(null, removal.Trouble, run.Now),
        });
    }

    private static async Task<int> LadderAsync(this Work run, CampaignId id, List<CarryOut> lines, CancellationToken cancellation)
    {
        var left = lines.FindAll(line => line.Kind == CarryOutKind.Ladder);
        if (left.Count == 0)
            return 0;
        var numbers = left.ConvertAll(line => line.ItemNumber);
        var items = await run.Db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id && numbers.Contains(i.Number))
            .Select(i => new { i.Number, i.PathId, i.CredentialId, i.OutcomeAt }).ToDictionaryAsync(i => i.Number, cancellation);
        var (paths, keys) = (items.Values.Select(i => i.PathId).OfType<PathId>().ToList(), items.Values.Select(i => i.CredentialId).OfType<CredentialId>().ToList());
        var found = (await run.Db.Revocations.AsNoTracking().Include(r => r.Items).Where(r => r.Kind == UnattendedKind.ReviewItem
            && ((r.PathId != null && paths.Contains(r.PathId.Value)) || (r.CredentialId != null && keys.Contains(r.CredentialId.Value)))).ToListAsync(cancellation)).ToLookup(r => r.PathId?.Value ?? r.CredentialId!.Value.Value);
        var gone = (await run.Db.Paths.Where(p => paths.Contains(p.Id) && p.RemovedAt != null).Select(p => p.Id.Value).ToListAsync(cancellation))
            .Concat(await run.Db.Credentials.Where(c => keys.Contains(c.Id) && c.RevokedAt != null).Select(c => c.Id.Value).ToListAsync(cancellation)).ToHashSet();
        var off = !await run.Db.UnattendedPolicies.AnyAsync(p => p.Kind == UnattendedKind.ReviewItem && p.On, cancellation);
        return left.Count(line =>
        {
            var item = items[line.ItemNumber];
            var key = item.PathId?.Value ?? item.CredentialId!.Value.Value;
            var newest = found[key].Where(r => r.EndedAt is null || r.EndedAt >= item.OutcomeAt).MaxBy(r => r.FoundAt);
            var (proof, trouble) = Shown(newest, gone.Contains(key), off);
            return line.Follow(proof, trouble, run.Now);
        });
    }

    private static (string? Proof, string? Trouble) Shown(Revocation? row, bool gone, bool off) => row switch
    {
        { State: RevocationState.Confirmed } => ($"Taken away as announced, and confirmed on {Day(row.ConfirmedAt!.Value)}: {string.Join(" ", row.Items.Select(item => item.Proof).Distinct())}", null),
        { State: RevocationState.Undone } => ($"Taken away as announced, and given back by a person on {Day(row.EndedAt!.Value)}: {row.EndWords}", null),
        { State: RevocationState.Cancelled } when gone => ($"It ended otherwise meanwhile: {row.EndWords}", null),
        { State: RevocationState.Cancelled } => (null, $"It was kept: {row.EndWords} Its way to being taken away begins anew."),
        { Trouble: { } trouble } => (null, trouble),
        { Waiting: { } waiting } => (null, waiting),
        not null => (null, null),
        null when gone => ("It ended otherwise meanwhile.", null),
        _ => (null, off ? "Nothing is taken away while the policy “Review not decided” of unattended access is off. IAM staff turn it on." : null),
    };

    private static string Day(DateTimeOffset at) => $"{at.UtcDateTime:d MMM yyyy, HH:mm} UTC";
}
