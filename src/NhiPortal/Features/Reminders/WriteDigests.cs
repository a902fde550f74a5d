using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// At each person's own hour: writes down what waits for them that day, and puts what no letter has told of into one
/// letter. Whoever owns something or holds a role is looked at once a day.
/// </summary>
public sealed class WriteDigests(UnitOfWork work, IDbContextFactory<PortalDb> databases, MailSettings mail, TimeProvider time)
{
    private const int Batch = 20, Enrolled = 100, MostForOne = 200;

    /// <returns>How many people were looked after.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var done = 0;
        await EnrolAsync(cancellation);
        while (await DueAsync(cancellation) is { Count: > 0 } due)
        {
            await work.RunAsync<Done>(RaiseReminders.Reminder, "reminder.digest", async run =>
            {
                await DigestAsync(run, due, cancellation);
                return default(Done);
            }, cancellation);
            done += due.Count;
        }

        return done;
    }

    /// <summary>Takes in everybody who has something to be reminded of: the portal shows it at once, their first letter comes at their hour.</summary>
    private async Task EnrolAsync(CancellationToken cancellation)
    {
        while (true)
        {
            List<PersonId> fresh;
            await using (var db = await databases.CreateDbContextAsync(cancellation))
                fresh = await db.People.Where(p => p.Status == PersonStatus.Active && !p.External && !db.ReminderChoices.Any(c => c.PersonId == p.Id)
                    && (db.Ownerships.Any(o => o.PersonId == p.Id && o.ClosedAt == null) || db.SeenRoles.Any(s => s.PersonId == p.Id))).OrderBy(p => p.Id).Select(p => p.Id).Take(Enrolled).ToListAsync(cancellation);
            if (fresh.Count == 0)
                return;
            await work.RunAsync<Done>(RaiseReminders.Reminder, "reminder.enrol", async run =>
            {
                await run.RaiseAsync(await DraftsAsync(run.Db, fresh, run.Now, cancellation), await run.RecipientsAsync(fresh, mail, cancellation), cancellation);
                return default(Done);
            }, cancellation);
        }
    }

    private async Task<List<PersonId>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await db.ReminderChoices.Where(c => c.NextDigestAt <= now).OrderBy(c => c.NextDigestAt).Select(c => c.PersonId).Take(Batch).ToListAsync(cancellation);
    }

    private async Task DigestAsync(Work run, List<PersonId> people, CancellationToken cancellation)
    {
        var due = await run.Db.ReminderChoices.Where(c => people.Contains(c.PersonId) && c.NextDigestAt <= run.Now).ToListAsync(cancellation);
        // Another instance was quicker with some of them.
        var mine = due.Select(c => c.PersonId).ToList();
        var recipients = await run.RecipientsAsync(mine, mail, cancellation);
        var drafts = await DraftsAsync(run.Db, mine, run.Now, cancellation);
        var raised = await run.RaiseAsync(drafts, recipients, cancellation);
        var wanted = drafts.Select(draft => (draft.Person, draft.Rung.Kind, draft.About.Thing)).ToHashSet();
        var open = await run.Db.Notices.Where(n => mine.Contains(n.PersonId) && n.SettledAt == null).ToListAsync(cancellation);
        foreach (var notice in open.Where(n => n.RequestId is null && !n.Kind.IsOfBreakGlass() && !n.Kind.IsAlarm() && !n.Kind.IsOfRevocation() && !n.Kind.IsOfReview() && !wanted.Contains((n.PersonId, n.Kind, n.Thing))))
            notice.Settle(run.Now);
        await run.PostAsync(open.Concat(raised).Where(n => n.SettledAt is null && n.LetterId is null), LetterKind.Digest, recipients, cancellation);
        foreach (var choices in due)
            choices.Digested(run.Now);
    }

    private static async Task<IReadOnlyList<NoticeDraft>> DraftsAsync(PortalDb db, List<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        // Only what has a step of the ladder behind it can be told of; the longest begins a month before.
        var soon = now.AddDays(31);
        var owned = await db.OwnershipDraftsAsync(
            db.Ownerships.Where(o => people.Contains(o.PersonId) && o.ClosedAt == null && (o.AcceptedAt == null ? o.AnswerBy > now : o.AttestationDue < soon)), now, cancellation);
        return
        [
            .. owned.GroupBy(draft => draft.Person).SelectMany(mine => mine.OrderBy(draft => draft.Text.Due).Take(MostForOne)),
            .. await db.StandInDraftsAsync(db.Delegations.Where(d => people.Contains(d.StandInId) && d.ClosedAt == null && d.AcceptedAt == null && d.Until > now), now, cancellation),
            .. await db.GapDraftsAsync(people, now, cancellation),
            .. await db.PreApprovalDraftsAsync(people, now, cancellation),
            .. (await db.EscalatedAttestationDraftsAsync(db.OverdueBehind(people, now), now, cancellation)).Where(draft => people.Contains(draft.Person)),
            .. (await db.RotationDraftsAsync(people, now, cancellation)).GroupBy(draft => draft.Person).SelectMany(mine => mine.OrderBy(draft => draft.Text.Due).Take(MostForOne)),
        ];
    }
}
