using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Tells the roles a failed step names, in the transaction that records it; IAM staff where nobody holds them. Whoever carried
/// the step out: a person or a connector. What began by itself, or did not, whoever would have begun it hears of.
/// </summary>
public sealed class RotationNews(MailSettings mail) : IRecordFollower
{
    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        List<NoticeDraft> drafts = [];
        foreach (var body in told.Where(body => body.Kind == "rotation.failed"))
            drafts.AddRange(await OfAsync(run, body, cancellation));
        foreach (var body in told.Where(body => run.Actor.Kind == ActorKind.Rule && body.Kind is "rotation.started" or "rotation.not_started" or "rotation.closed"))
            drafts.AddRange(await ByItselfAsync(run, body, cancellation));
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
        var people = await HoldersAsync(run, rotation.IntegrationId, rotation.TenantId, failure.Told, cancellation);
        return people.Where(person => person != run.Actor.Person).Select(person => new NoticeDraft(
            person, new Rung(ReminderKind.RotationFailed, run.Now), new NoticeAbout(rotation.Id.Value, Credential: rotation.CredentialId),
            new NoticeText("A rotation failed", $"{body.Sentence} {failure.ComesNext}", $"/credentials/{rotation.CredentialId}#rotation", null)));
    }

    private static async Task<IEnumerable<NoticeDraft>> ByItselfAsync(Work run, AuditBody body, CancellationToken cancellation)
    {
        var credential = run.Db.Credentials.Local.First(one => one.Id.ToString() == body.Facts!["credential"]);
        var rotation = body.Facts!.GetValueOrDefault("rotation") is { } id ? run.Db.Rotations.Local.Single(one => one.Id.ToString() == id) : null;
        // Whoever began one follows it themselves.
        if (rotation?.StartedById is not null)
            return [];
        var (title, then) = body.Kind switch
        {
            "rotation.started" => ("A rotation began by itself", " The portal makes the new one and puts it into the vault; point everything at it while both live."),
            "rotation.closed" => ("A rotation ended by itself", null),
            _ => ("A rotation is left to you", " See to it and begin it, or put it off; the portal looks again."),
        };
        var people = (await HoldersAsync(run, credential.IntegrationId, credential.TenantId, [OwnerRole.IamOwner], cancellation)).Append(credential.BackupOwnerId ?? default).Where(person => person != default).Distinct();
        // One notice for each: that of the day it is due goes by the credential's own id.
        var thing = rotation?.Id.Value ?? RotationsDue.Beside(credential.Id.Value);
        var shown = rotation?.SuccessorId ?? credential.Id;
        return people.Select(person => new NoticeDraft(
            person, new Rung(ReminderKind.RotationByItself, run.Now), new NoticeAbout(thing, Credential: credential.Id), new NoticeText(title, $"{body.Sentence}{then}", $"/credentials/{shown}#rotation", null)));
    }

    private static async Task<IReadOnlyList<PersonId>> HoldersAsync(Work run, IntegrationId integration, TenantId tenant, IReadOnlyList<OwnerRole> roles, CancellationToken cancellation)
    {
        var holders = await run.Db.Ownerships.Where(o => o.IntegrationId == integration && roles.Contains(o.Role) && o.ClosedAt == null && o.AcceptedAt != null).Select(o => o.PersonId).Distinct().ToListAsync(cancellation);
        return holders.Count > 0 ? holders : [.. (await run.Db.IamStaffAsync(run.Now, cancellation)).Where(person => person.BelongsTo(tenant)).Select(person => person.Id)];
    }
}
