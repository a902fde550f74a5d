using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>What people must answer or confirm about ownerships, at the step of the ladder it has reached.</summary>
internal static class OwnershipsWaiting
{
    public static async Task<IReadOnlyList<NoticeDraft>> OwnershipDraftsAsync(this PortalDb db, IQueryable<Ownership> ownerships, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from ownership in ownerships.AsNoTracking()
                          join integration in db.Integrations on ownership.IntegrationId equals (Domain.IntegrationId?)integration.Id into integrations
                          from integration in integrations.DefaultIfEmpty()
                          join target in db.Targets on ownership.TargetId equals (Domain.TargetId?)target.Id into targets
                          from target in targets.DefaultIfEmpty()
                          select new { Ownership = ownership, Name = (string?)integration.Name ?? target.Name }).ToListAsync(cancellation);
        return [.. rows.Select(row => Of(row.Ownership, row.Name, now)).OfType<NoticeDraft>()];
    }

    private static NoticeDraft? Of(Ownership ownership, string name, DateTimeOffset now)
    {
        var due = ownership.AcceptedAt is null ? ownership.AnswerBy : ownership.AttestationDue;
        var step = ownership switch
        {
            { ClosedAt: not null } => null,
            { AcceptedAt: null } => Ladder.OfNomination(ownership.NominatedAt, ownership.AnswerBy, now),
            { AttestedAt: { } attested, AttestationDue: { } end } => Ladder.OfAttestation(attested, end, now),
            _ => null,
        };
        return step is not { } rung ? null : new NoticeDraft(
            ownership.PersonId, rung, new NoticeAbout(ownership.Id.Value, Ownership: ownership.Id),
            new NoticeText($"{ownership.Role.Title()} of {name}", Words(rung.Kind), "/owners/mine", due));
    }

    private static string Words(ReminderKind kind) => kind switch
    {
        ReminderKind.NominationWaiting => "You are nominated; accept or decline",
        ReminderKind.AttestationOverdue => "Overdue; it lapses if you do not confirm",
        _ => "Confirm that it is still yours",
    };
}
