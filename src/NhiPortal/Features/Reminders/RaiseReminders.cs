using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Reminds at once of what cannot wait for a digest, and takes back what is done. It looks at what waits now, not at
/// what happened, so that nothing is missed by a crash and nobody is told twice.
/// </summary>
public sealed class RaiseReminders(UnitOfWork work, IDbContextFactory<PortalDb> databases, MailSettings mail, TimeProvider time)
{
    public static readonly Actor Reminder = Actor.Rule("remind");
    private const int Requests = 20, Nominations = 200, Again = 500;
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(2);
    private static readonly ReminderKind[] AboutWaiting = [ReminderKind.ApprovalWaiting, ReminderKind.RequestEscalated, ReminderKind.RequestStuck];
    private static readonly ReminderKind[] Passing = [.. Enum.GetValues<ReminderKind>().Where(kind => kind.LeavesWhenSeen())];

    /// <summary>How far the last look at what has been told already came, by when it was asked.</summary>
    private DateTimeOffset looked;

    /// <param name="everything">Also looks again at some requests somebody has been told of, the next ones each time: another stage or owner may have come.</param>
    /// <param name="cancellation">Stops the work before its next commit.</param>
    /// <returns>How many reminders are new.</returns>
    public async Task<int> RunAsync(bool everything, CancellationToken cancellation)
    {
        await SettleAsync(cancellation);
        var raised = 0;
        foreach (var some in (await PendingAsync(everything, cancellation)).Chunk(Requests))
            if (await DifferAsync(some, cancellation))
                raised += await TurnAsync(run => ApprovalsAsync(run, some, cancellation), cancellation);
        raised += await OffersAsync(NominatedAsync, NominationsAsync, cancellation);
        raised += await OffersAsync(OverdueAsync, AttestationsAsync, cancellation);
        return raised + await OffersAsync(OfferedAsync, StandInsAsync, cancellation);
    }

    /// <summary>Tells of offers nobody has been told of, some at a time.</summary>
    private async Task<int> OffersAsync<TId>(Func<CancellationToken, Task<List<TId>>> read, Func<Work, List<TId>, CancellationToken, Task<int>> tell, CancellationToken cancellation)
    {
        var raised = 0;
        while (await read(cancellation) is { Count: > 0 } offers)
        {
            var now = await TurnAsync(run => tell(run, offers, cancellation), cancellation);
            raised += now;
            if (now == 0 || offers.Count < Nominations)
                break;
        }

        return raised;
    }

    private async Task<int> TurnAsync(Func<Work, Task<int>> body, CancellationToken cancellation) =>
        (await work.RunAsync<int>(Reminder, "reminder.raise", async run => await body(run), cancellation)).Value;

    private async Task<List<RequestId>> PendingAsync(bool everything, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var lately = now - Lately;
        var found = await db.Requests.Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now && (r.UnanswerableSince > lately || r.Escalations.Any(e => e.At > lately) || !db.Notices.Any(n => n.RequestId == r.Id && n.SettledAt == null)))
            .OrderBy(r => r.ExpiresAt).Select(r => r.Id).ToListAsync(cancellation);
        if (!everything)
            return found;
        var from = looked;
        var again = await db.Requests.Where(r => r.Status == RequestStatus.Pending && r.AskedAt >= from && r.ExpiresAt > now)
            .OrderBy(r => r.AskedAt).ThenBy(r => r.Id).Select(r => new { r.Id, r.AskedAt }).Take(Again).ToListAsync(cancellation);
        // The last one is looked at twice rather than one of the same moment never; a whole portion of one moment is passed.
        looked = again.Count < Again ? default : again[^1].AskedAt > from ? again[^1].AskedAt : from.AddTicks(1);
        return [.. found.Union(again.Select(request => request.Id))];
    }

    /// <summary>Looks before it takes the writer's place: most of the time nothing is new.</summary>
    private async Task<bool> DifferAsync(RequestId[] ids, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var wanted = await db.ApprovalDraftsAsync(ids, time.GetUtcNow(), cancellation);
        var open = await db.Notices.Where(n => n.RequestId != null && ids.Contains(n.RequestId.Value) && n.SettledAt == null).Select(n => new { n.PersonId, n.Kind, n.Thing }).ToListAsync(cancellation);
        return !wanted.Select(draft => (draft.Person, draft.Rung.Kind, draft.About.Thing)).ToHashSet().SetEquals(open.Select(n => (n.PersonId, n.Kind, n.Thing)));
    }

    private async Task<int> ApprovalsAsync(Work run, RequestId[] ids, CancellationToken cancellation)
    {
        var drafts = await run.Db.ApprovalDraftsAsync(ids, run.Now, cancellation);
        var wanted = drafts.Select(draft => (draft.Person, draft.Rung.Kind, draft.About.Thing)).ToHashSet();
        foreach (var notice in await run.Db.Notices.Where(n => n.RequestId != null && ids.Contains(n.RequestId.Value) && n.SettledAt == null).ToListAsync(cancellation))
            if (!wanted.Contains((notice.PersonId, notice.Kind, notice.Thing)))
                notice.Settle(run.Now);
        return await RaiseAsync(run, drafts, cancellation);
    }

    private async Task<List<OwnershipId>> NominatedAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await db.Ownerships.Where(o => o.ClosedAt == null && o.AcceptedAt == null && o.AnswerBy > now && !db.Notices.Any(n => n.OwnershipId == o.Id)
                && db.People.Any(p => p.Id == o.PersonId && p.Status == PersonStatus.Active && !p.External))
            .OrderBy(o => o.AnswerBy).Select(o => o.Id).Take(Nominations).ToListAsync(cancellation);
    }

    private async Task<int> NominationsAsync(Work run, List<OwnershipId> ids, CancellationToken cancellation) =>
        await RaiseAsync(run, await run.Db.OwnershipDraftsAsync(run.Db.Ownerships.Where(o => ids.Contains(o.Id)), run.Now, cancellation), cancellation);

    private async Task<List<OwnershipId>> OverdueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.UntoldAttestations(time.GetUtcNow()).OrderBy(o => o.AttestationDue).Select(o => o.Id).Take(Nominations).ToListAsync(cancellation);
    }

    private async Task<int> AttestationsAsync(Work run, List<OwnershipId> ids, CancellationToken cancellation) =>
        await RaiseAsync(run, await run.Db.EscalatedAttestationDraftsAsync(run.Db.Ownerships.Where(o => ids.Contains(o.Id)), run.Now, cancellation), cancellation);

    private async Task<List<DelegationId>> OfferedAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        return await db.Delegations.Where(d => d.ClosedAt == null && d.AcceptedAt == null && d.Until > now && !db.Notices.Any(n => n.DelegationId == d.Id)
                && db.People.Any(p => p.Id == d.StandInId && p.Status == PersonStatus.Active && !p.External))
            .OrderBy(d => d.Until).Select(d => d.Id).Take(Nominations).ToListAsync(cancellation);
    }

    private async Task<int> StandInsAsync(Work run, List<DelegationId> ids, CancellationToken cancellation) =>
        await RaiseAsync(run, await run.Db.StandInDraftsAsync(run.Db.Delegations.Where(d => ids.Contains(d.Id)), run.Now, cancellation), cancellation);

    private async Task<int> RaiseAsync(Work run, IReadOnlyList<NoticeDraft> drafts, CancellationToken cancellation)
    {
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        var raised = await run.RaiseAsync(drafts, recipients, cancellation);
        await run.PostAsync(raised, LetterKind.AtOnce, recipients, cancellation);
        return raised.Count;
    }

    private async Task SettleAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!await Done(db, time.GetUtcNow()).AnyAsync(cancellation))
            return;
        await TurnAsync(async run =>
        {
            foreach (var notice in await Done(run.Db, run.Now).ToListAsync(cancellation))
                notice.Settle(run.Now);
            return 0;
        }, cancellation);
    }

    /// <summary>Open notices of what has been answered, confirmed, ended or has run out, and news nobody looked at.</summary>
    private static IQueryable<Notice> Done(PortalDb db, DateTimeOffset now)
    {
        var old = now - RequestNews.Kept;
        return db.Notices.Where(n => n.SettledAt == null
            && ((AboutWaiting.Contains(n.Kind) && !db.Requests.Any(r => r.Id == n.RequestId && r.Status == RequestStatus.Pending && r.ExpiresAt > now))
                || (n.OwnershipId != null && !db.Ownerships.Any(o => o.Id == n.OwnershipId && o.ClosedAt == null
                    && (o.AcceptedAt == null ? n.Kind == ReminderKind.NominationWaiting && o.AnswerBy > now : n.Kind != ReminderKind.NominationWaiting && o.AttestationDue == n.DueAt)))
                || (n.Kind == ReminderKind.StandInWaiting && !db.Delegations.Any(d => d.Id == n.DelegationId && d.ClosedAt == null && d.AcceptedAt == null && d.Until > now))
                || (n.CredentialId != null && (n.Kind == ReminderKind.RotationDue || n.Kind == ReminderKind.RotationOverdue)
                    && !db.Credentials.Any(c => c.Id == n.CredentialId && c.Status == CredentialStatus.Active && c.DueAt == n.DueAt))
                || (Passing.Contains(n.Kind) && n.RaisedAt < old)));
    }
}
