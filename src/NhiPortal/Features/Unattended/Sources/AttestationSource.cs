using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Unattended.Sources;

/// <summary>Owners who do not say again that it is theirs.</summary>
internal sealed class AttestationSource : IUnattendedSource
{
    public UnattendedKind Kind => UnattendedKind.AttestationOverdue;

    public async Task<List<Guid>> CandidatesAsync(UnattendedReading read)
    {
        var (db, cut, now, alive) = (read.Db, read.Cut, read.Now, read.Alive());
        // Of an owner who is gone, nobody expects an answer: that is followed as a kind of its own.
        return [.. (await read.Held().Where(o => o.AttestationDue <= cut && db.People.Any(p => p.Id == o.PersonId && p.Status == PersonStatus.Active)
                && !db.Revocations.Any(r => r.OwnershipId == o.Id && r.Kind == UnattendedKind.AttestationOverdue
                    && (r.EndedAt == null || r.KeptUntil > now || (r.State == RevocationState.Confirmed && r.FoundAt >= o.AttestationDue && !alive.Contains(o.Id)))))
            .OrderBy(o => o.AttestationDue).Select(o => o.Id).Take(UnattendedReading.MostCandidates).ToListAsync(read.Cancellation)).Select(id => id.Value)];
    }

    public async Task<List<UnattendedFact>> ReadAsync(UnattendedReading read, IReadOnlyList<Guid> keys) =>
        [.. (await read.OwnershipsAsync(keys)).Select(row => Fact(row, read))];

    public Task<int> AliveAsync(UnattendedReading read, TenantId tenant) => read.Held().CountAsync(o => o.TenantId == tenant, read.Cancellation);

    private UnattendedFact Fact(OwnershipRow row, UnattendedReading read)
    {
        var due = row.Ownership.AttestationDue ?? row.Ownership.NominatedAt;
        var (attendance, words) = row switch
        {
            { Governed: false } => (Attendance.Attended, $"{row.Name} is retired; nothing depends on it any more."),
            { Ownership.ClosedAt: not null } => (Attendance.Attended, "Somebody else took it over, or it was ended."),
            _ when due > read.Cut => (Attendance.Attended, $"{row.Person} confirmed it."),
            _ => (Attendance.Unattended, $"{row.Person} was to confirm it by {due.UtcDateTime:d MMM yyyy}."),
        };
        return new(row.Ownership.Id.Value, row.Thing(Kind, row.Ownership.PersonId), attendance, due, words);
    }
}
