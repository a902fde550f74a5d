using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Features.Requests;

/// <summary>One integration whose answers are to be compared with the facts, when it became due, and how often that failed.</summary>
internal sealed record DueComparison(IntegrationId Integration, DateTimeOffset At, int Tries);

/// <summary>Which integrations are due for it: marked by a change in one statement, done a few at a time, put off where it fails.</summary>
internal static class DueComparisons
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly ChangeKind[] Shaping = [ChangeKind.Integration, ChangeKind.Target, ChangeKind.Policy];

    /// <returns>Until when this instance alone is at it; null while another is.</returns>
    public static Task<DateTimeOffset?> TakeComparingAsync(this PortalDb db, DateTimeOffset now, CancellationToken cancellation) =>
        LeaseAsync(db.ReturnCursors.Where(cursor => cursor.LeasedUntil <= now), now + Lease, cancellation);

    /// <returns>Null when it took too long, and another has gone on.</returns>
    public static Task<DateTimeOffset?> KeepComparingAsync(this PortalDb db, DateTimeOffset mine, DateTimeOffset now, CancellationToken cancellation) =>
        LeaseAsync(db.ReturnCursors.Where(cursor => cursor.LeasedUntil == mine), now + Lease, cancellation);

    public static Task LeaveComparingAsync(this PortalDb db, DateTimeOffset mine, CancellationToken cancellation) =>
        LeaseAsync(db.ReturnCursors.Where(cursor => cursor.LeasedUntil == mine), DateTimeOffset.MinValue, cancellation);

    private static async Task<DateTimeOffset?> LeaseAsync(IQueryable<ReturnCursor> held, DateTimeOffset until, CancellationToken cancellation) =>
        await held.ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.LeasedUntil, until), cancellation) > 0 ? until : null;

    /// <summary>Makes due whatever has something waiting, approved or pre-approved and was touched by a change since the last look.</summary>
    public static async Task TouchComparisonsAsync(this PortalDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var seen = await db.ReturnCursors.AsNoTracking().Select(cursor => (long?)cursor.Seq).SingleOrDefaultAsync(cancellation);
        // The position is read first: whatever changes while this runs is looked at next time.
        var newest = await db.ChangeClocks.Select(clock => (long?)clock.Value).SingleOrDefaultAsync(cancellation);
        if (seen is not { } from || newest is not { } until || from >= until)
            return;
        var changes = await db.Changes.AsNoTracking().Where(change => change.Seq > from && change.Seq <= until && Shaping.Contains(change.Kind))
            .Select(change => new { change.Kind, change.Subject }).Distinct().ToListAsync(cancellation);
        // Lines that were pruned before anybody looked may have told of anything.
        var everything = changes.Exists(change => change.Kind == ChangeKind.Policy) || (from > 0 && !await db.Changes.AnyAsync(change => change.Seq == from + 1, cancellation));
        var integrations = changes.Where(change => change.Kind == ChangeKind.Integration).Select(change => new IntegrationId(change.Subject)).ToList();
        var targets = changes.Where(change => change.Kind == ChangeKind.Target).Select(change => new TargetId(change.Subject)).ToList();
        if (everything || integrations.Count + targets.Count > 0)
        {
            var waiting = db.Requests.Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now && (everything || integrations.Contains(r.IntegrationId) || targets.Contains(r.TargetId))).Select(r => r.IntegrationId);
            var live = db.Grants.Where(Comebacks.MayComeBack(now)).Where(g => everything || integrations.Contains(g.IntegrationId) || targets.Contains(g.TargetId)).Select(g => g.IntegrationId);
            var standing = db.PreApprovals.Where(p => p.Status == PreApprovalStatus.Active && p.Until > now && (everything || integrations.Contains(p.IntegrationId) || targets.Contains(p.TargetId))).Select(p => p.IntegrationId);
            await db.Integrations.Where(i => waiting.Contains(i.Id) || live.Contains(i.Id) || standing.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.CompareAt, now), cancellation);
        }

        await db.ReturnCursors.Where(cursor => cursor.Seq == from).ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.Seq, until), cancellation);
    }

    public static Task<List<DueComparison>> DueComparisonsAsync(this PortalDb db, DateTimeOffset now, int most, CancellationToken cancellation) => db.Integrations.AsNoTracking()
        .Where(i => i.CompareAt <= now).OrderBy(i => i.CompareAt).ThenBy(i => i.Id).Select(i => new DueComparison(i.Id, i.CompareAt!.Value, i.CompareTries)).Take(most).ToListAsync(cancellation);

    /// <summary>Done, unless a change has made it due again meanwhile.</summary>
    public static Task ComparedAsync(this PortalDb db, DueComparison due, CancellationToken cancellation) => db.Integrations.Where(i => i.Id == due.Integration && i.CompareAt == due.At)
        .ExecuteUpdateAsync(set => set.SetProperty(i => i.CompareAt, (DateTimeOffset?)null).SetProperty(i => i.CompareTries, 0), cancellation);

    /// <summary>Tried again after 1, 2, 4 … minutes, up to four hours, and at once when something it rests on changes.</summary>
    public static Task PostponeAsync(this PortalDb db, DueComparison due, DateTimeOffset now, CancellationToken cancellation) => db.Integrations.Where(i => i.Id == due.Integration && i.CompareAt == due.At)
        .ExecuteUpdateAsync(set => set.SetProperty(i => i.CompareAt, now + Letter.Pause(due.Tries + 1)).SetProperty(i => i.CompareTries, due.Tries + 1), cancellation);
}
