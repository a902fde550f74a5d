using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>Ownerships their owners do not confirm, told on to their deputies and then to their managers before they lapse. It gives nobody a right.</summary>
internal static class AttestationsEscalated
{
    /// <summary>Those of which somebody who is to know has not been told.</summary>
    public static IQueryable<Ownership> UntoldAttestations(this PortalDb db, DateTimeOffset now)
    {
        var lapsed = now - Ownership.Grace;
        var (deputies, managers) = (now - Ladder.OverdueToDeputy, now - Ladder.OverdueToManager);
        var told = db.Notices.Where(n => n.Kind == ReminderKind.AttestationEscalated && n.OwnershipId != null);
        var here = db.People.Where(p => p.Status == PersonStatus.Active && !p.External);
        return db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt != null && o.AttestationDue > lapsed && o.AttestationDue <= deputies
            && ((here.Any(p => p.Id == o.DeputyId) && !told.Any(n => n.OwnershipId == o.Id && n.PersonId == o.DeputyId && n.DueAt == o.AttestationDue))
                || (o.AttestationDue <= managers && db.People.Any(owner => owner.Id == o.PersonId && here.Any(p => p.Id == owner.ManagerId)
                    && !told.Any(n => n.OwnershipId == o.Id && n.PersonId == owner.ManagerId && n.DueAt == o.AttestationDue)))));
    }

    public static async Task<IReadOnlyList<NoticeDraft>> EscalatedAttestationDraftsAsync(this PortalDb db, IQueryable<Ownership> ownerships, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from ownership in ownerships.AsNoTracking()
                          where ownership.ClosedAt == null && ownership.AcceptedAt != null
                          join owner in db.People.IgnoreAutoIncludes() on ownership.PersonId equals owner.Id
                          join integration in db.Integrations on ownership.IntegrationId equals (IntegrationId?)integration.Id into integrations
                          from integration in integrations.DefaultIfEmpty()
                          join target in db.Targets on ownership.TargetId equals (TargetId?)target.Id into targets
                          from target in targets.DefaultIfEmpty()
                          select new { Ownership = ownership, Owner = owner.Name, owner.ManagerId, Name = (string?)integration.Name ?? target.Name }).ToListAsync(cancellation);
        return
        [
            .. from row in rows
               from told in new[] { (Person: row.Ownership.DeputyId, As: "deputy", After: Ladder.OverdueToDeputy), (Person: row.ManagerId, As: "manager", After: Ladder.OverdueToManager) }
               where told.Person is not null && told.Person != row.Ownership.PersonId
               let step = Ladder.OfEscalatedAttestation(row.Ownership.AttestationDue!.Value, told.After, now)
               where step is not null
               select new NoticeDraft(
                   told.Person!.Value, step!.Value, new NoticeAbout(row.Ownership.Id.Value, Ownership: row.Ownership.Id),
                   // Being told does not let them see the thing; the reminder itself says what there is for them.
                   new NoticeText($"{row.Ownership.Role.Title()} of {row.Name}", $"{row.Owner} has not confirmed it, and it lapses soon; you are their {told.As}", "/reminders", row.Ownership.AttestationDue)),
        ];
    }

    /// <summary>Those that somebody of these stands behind.</summary>
    public static IQueryable<Ownership> OverdueBehind(this PortalDb db, List<PersonId> people, DateTimeOffset now)
    {
        var (lapsed, late) = (now - Ownership.Grace, now - Ladder.OverdueToDeputy);
        return db.Ownerships.Where(o => o.AttestationDue > lapsed && o.AttestationDue <= late
            && ((o.DeputyId != null && people.Contains(o.DeputyId.Value)) || db.People.Any(owner => owner.Id == o.PersonId && owner.ManagerId != null && people.Contains(owner.ManagerId.Value))));
    }
}
