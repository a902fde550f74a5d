using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Credentials;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// What people must renew, at the step of the ladder it has reached: the IAM owner and the backup owner from the first notice,
/// the owner's deputy from the day it is due, their manager a week later, and IAM staff once the grace is over.
/// </summary>
internal static class RotationsDue
{
    private static readonly TimeSpan ToManager = TimeSpan.FromDays(7);

    public static async Task<IReadOnlyList<NoticeDraft>> RotationDraftsAsync(this PortalDb db, IReadOnlyList<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var late = now - ToManager;
        // From the people asked about to what they answer for, never from all that is due.
        var led = db.People.Where(p => p.ManagerId != null && people.Contains(p.ManagerId.Value)).Select(p => p.Id);
        var cells = db.Ownerships.AsNoTracking().Where(o => o.Role == OwnerRole.IamOwner && o.ClosedAt == null && o.AcceptedAt != null
            && (people.Contains(o.PersonId) || (o.DeputyId != null && people.Contains(o.DeputyId.Value)) || led.Contains(o.PersonId)));
        var owned = await (from cell in cells
                           join credential in db.Credentials on cell.IntegrationId equals (IntegrationId?)credential.IntegrationId
                           where credential.Status == CredentialStatus.Active && credential.NoticeAt <= now
                           join owner in db.People.IgnoreAutoIncludes() on cell.PersonId equals owner.Id
                           join integration in db.Integrations on credential.IntegrationId equals integration.Id
                           select new { Credential = credential, Integration = integration.Name, Owner = owner.Id, owner.Name, Deputy = cell.DeputyId, Manager = owner.ManagerId }).ToListAsync(cancellation);
        var backed = await (from credential in db.Credentials.AsNoTracking()
                            where credential.Status == CredentialStatus.Active && credential.NoticeAt <= now && credential.BackupOwnerId != null && people.Contains(credential.BackupOwnerId.Value)
                            join integration in db.Integrations on credential.IntegrationId equals integration.Id
                            select new { Credential = credential, Integration = integration.Name }).ToListAsync(cancellation);
        var asked = people.ToHashSet();
        var drafts = owned.SelectMany(row => new (PersonId? Person, string Detail)[]
        {
            (row.Owner, $"{CredentialWords.Title(row.Credential.Kind)} of {row.Integration}"),
            (row.Credential.DueAt <= now ? row.Deputy : null, $"{row.Name}, whose deputy you are, has not renewed it"),
            (row.Credential.DueAt <= late ? row.Manager : null, $"{row.Name}, whose manager you are, has not renewed it for a week"),
        }.Where(told => told.Person is { } person && asked.Contains(person)).Select(told => Draft(row.Credential, told.Person!.Value, told.Detail, now)))
            .Concat(backed.Select(row => Draft(row.Credential, row.Credential.BackupOwnerId!.Value, $"{row.Integration}; you stand ready to renew it", now))).OfType<NoticeDraft>();
        return [.. drafts.DistinctBy(draft => (draft.Person, draft.About.Thing)), .. await StaffAsync(db, asked, now, cancellation)];
    }

    private static NoticeDraft? Draft(Credential credential, PersonId person, string detail, DateTimeOffset now) =>
        credential is not { NoticeAt: { } notice, DueAt: { } due } || Ladder.OfRotation(notice, due, now) is not { } rung ? null : new NoticeDraft(
            person, rung, new NoticeAbout(credential.Id.Value, Credential: credential.Id), new NoticeText($"Rotate {credential.Label}", $"{detail}{ByItself(credential)}", $"/credentials/{credential.Id}#rotation", due));

    private static string? ByItself(Credential credential) => credential switch
    {
        { NotStarted: { } why } => $". It did not begin by itself: {why}",
        { StartsItself: true } => "; it begins by itself on that day, unless something speaks against it",
        _ => null,
    };

    /// <summary>One line for a tenant, however much is left unattended there.</summary>
    private static async Task<IEnumerable<NoticeDraft>> StaffAsync(PortalDb db, HashSet<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var staff = (await db.IamStaffAsync(now, cancellation)).FindAll(person => people.Contains(person.Id));
        if (staff.Count == 0)
            return [];
        var left = await db.Credentials.Where(c => c.Status == CredentialStatus.Active && c.GraceUntil <= now).GroupBy(c => c.TenantId)
            .Select(group => new { Tenant = group.Key, Count = group.Count(), Newest = group.Max(c => c.GraceUntil) }).ToListAsync(cancellation);
        return from person in staff
               from tenant in left
               where person.BelongsTo(tenant.Tenant)
               select new NoticeDraft(person.Id, new Rung(ReminderKind.RotationOverdue, tenant.Newest!.Value), new NoticeAbout(Beside(tenant.Tenant.Value)), new NoticeText(
                   tenant.Count == 1 ? "1 credential is left unattended" : $"{tenant.Count} credentials are left unattended", "Nobody has renewed them within the grace their schedule gives", "/credentials?state=overdue", null));
    }

    /// <summary>Gaps are told under the tenant's own id, and one thing has one notice.</summary>
    internal static Guid Beside(Guid thing) => new([.. thing.ToByteArray().Reverse()]);
}
