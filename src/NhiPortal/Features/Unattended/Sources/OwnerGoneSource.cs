using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Owners who are gone, and nobody accepted to take over.</summary>
internal sealed class OwnerGoneSource : IUnattendedSource
{
    /// <summary>A directory that was not read for so long says nothing of who is gone.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromDays(3);

    public UnattendedKind Kind => UnattendedKind.OwnerGone;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now, alive) = (read.Db, read.Cut, read.Now, read.Alive());
        return [.. (await (from ownership in read.Held()
                           join person in db.People on ownership.PersonId equals person.Id
                           where person.Status != PersonStatus.Active && person.InactiveSince <= cut
                               && !db.Revocations.Any(r => r.OwnershipId == ownership.Id && (r.EndedAt == null || r.KeptUntil > now || (r.State == RevocationState.Confirmed && r.FoundAt >= person.InactiveSince && !alive.Contains(ownership.Id))))
                           orderby person.InactiveSince
                           select ownership.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys)
    {
        var unread = await WhyUnreadAsync(read);
        return [.. (await read.OwnershipsAsync(keys)).Select(row => Fact(row, unread))];
    }

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => read.Held().CountAsync(o => o.TenantId == tenant, read.Cancellation);

    private UnattendedFact Fact(OwnershipRow row, string? unread)
    {
        var since = row.InactiveSince ?? row.Ownership.NominatedAt;
        var (attendance, words) = row switch
        {
            { Governed: false } => (Attendance.Attended, $"{row.Name} is retired; nothing depends on it any more."),
            { Ownership.ClosedAt: not null } => (Attendance.Attended, "Somebody took it over, or it was ended."),
            { Status: PersonStatus.Active } => (Attendance.Attended, $"{row.Person} is back."),
            _ when unread is not null => (Attendance.Unknown, unread),
            _ => (Attendance.Unattended, $"{row.Person} is gone since {since.UtcDateTime:d MMM yyyy}, and nobody has accepted to take over."),
        };
        return new(row.Ownership.Id.Value, row.Thing(Kind, row.Ownership.DeputyId ?? row.Manager), attendance, since, words);
    }

    private static async Task<string?> WhyUnreadAsync(UnattendedReading read)
    {
        var last = await read.Db.PeopleSyncs.AsNoTracking().OrderByDescending(s => s.StartedAt).Select(s => new { s.Status, s.EndedAt }).FirstOrDefaultAsync(read.Cancellation);
        return last switch
        {
            null => null,
            { Status: SyncStatus.Failed or SyncStatus.Held } => "The people directory was not read well the last time, so nobody knows whether they are gone.",
            _ => last.EndedAt < read.Now - Stale ? $"The people directory was last read on {last.EndedAt.UtcDateTime:d MMM yyyy}; that is too long ago to say who is gone." : null,
        };
    }
}
