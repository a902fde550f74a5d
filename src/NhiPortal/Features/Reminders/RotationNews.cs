using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>Tells the roles a failed step names, in the transaction that records it; IAM staff where nobody holds them. Whoever carried the step out: a person or a connector.</summary>
public sealed class RotationNews(MailSettings mail) : IRecordFollower
{
    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        List<NoticeDraft> drafts = [];
        foreach (var body in told.Where(body => body.Kind == "rotation.failed"))
            drafts.AddRange(await OfAsync(run, body, cancellation));
        if (drafts.Count == 0)
            return;
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        await run.PostAsync(await run.RaiseAsync(drafts, recipients, cancellation), LetterKind.AtOnce, recipients, cancellation);
    }

    private static async Task<IEnumerable<NoticeDraft>> OfAsync(Work run, AuditBody body, CancellationToken cancellation)
    {
        // What is told of is changed in the same transaction, so it is here.
        var rotation = run.Db.Rotations.Local.Single(one => one.Id.ToString() == body.Facts!["rotation"]);
        var failure = rotation.Next is { } next ? RotationFailure.Of(next) : RotationFailure.Left;
        var holders = await run.Db.Ownerships.Where(o => o.IntegrationId == rotation.IntegrationId && failure.Told.Contains(o.Role) && o.ClosedAt == null && o.AcceptedAt != null)
            .Select(o => o.PersonId).Distinct().ToListAsync(cancellation);
        IEnumerable<PersonId> people = holders.Count > 0 ? holders : (await run.Db.IamStaffAsync(run.Now, cancellation)).Where(person => person.BelongsTo(rotation.TenantId)).Select(person => person.Id);
        return people.Where(person => person != run.Actor.Person).Select(person => new NoticeDraft(
            person, new Rung(ReminderKind.RotationFailed, run.Now), new NoticeAbout(rotation.Id.Value, Credential: rotation.CredentialId),
            new NoticeText("A rotation failed", $"{body.Sentence} {failure.ComesNext}", $"/credentials/{rotation.CredentialId}#rotation", null)));
    }
}
