using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Tells in the portal, in the transaction that ends a request, whoever asked for it and whoever it was put to. Who acted
/// knows already. Whom it was put to is known from the reminders, which the rule that judges their click has raised.
/// </summary>
public sealed class RequestNews(MailSettings mail) : IRecordFollower
{
    /// <summary>News that nobody looks at is none any more after so long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    private const string Returned = "request.returned";
    private static readonly string[] Ends = ["request.approved", "request.denied", "request.expired", "request.cancelled", "request.failed", Returned];

    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        var ends = told.Where(body => body.Request is not null && Ends.Contains(body.Kind)).ToList();
        if (ends.Count == 0)
            return;
        var ids = ends.Select(body => new RequestId(body.Request!.Value)).Distinct().ToList();
        var requests = await (from request in run.Db.Requests.AsNoTracking()
                              where ids.Contains(request.Id)
                              join target in run.Db.Targets on request.TargetId equals target.Id
                              join action in run.Db.Actions on request.ActionName equals action.Name into actions
                              from action in actions.DefaultIfEmpty()
                              select new { Request = request, Target = target.Key, Action = action }).ToDictionaryAsync(row => row.Request.Id, cancellation);
        var asked = await run.Db.Notices.AsNoTracking().Where(n => n.SettledAt == null && (n.Kind == ReminderKind.ApprovalWaiting || n.Kind == ReminderKind.RequestEscalated) && n.RequestId != null && ids.Contains(n.RequestId.Value))
            .Select(n => new { n.RequestId, n.PersonId }).ToListAsync(cancellation);
        var decided = await run.Db.Set<ApprovalDecision>().Where(d => ids.Contains(d.RequestId)).Select(d => new { d.RequestId, d.PersonId }).ToListAsync(cancellation);
        var approvers = asked.Select(n => (Request: n.RequestId!.Value, n.PersonId)).Concat(decided.Select(d => (Request: d.RequestId, d.PersonId))).ToLookup(pair => pair.Request, pair => pair.PersonId);

        // A workload may name anybody as the person whose run it serves, so only people of the same tenant are told.
        var starters = requests.Values.Select(row => row.Request.StartedById).OfType<PersonId>().Distinct().ToList();
        var known = await run.Db.People.Where(p => starters.Contains(p.Id)).ToListAsync(cancellation);
        List<NoticeDraft> drafts = [];
        foreach (var (body, row) in ends.Select(body => (body, requests.GetValueOrDefault(new RequestId(body.Request!.Value)))).Where(pair => pair.Item2 is not null))
        {
            var request = row!.Request;
            var title = $"{ActionWording.Of(request, row.Action).Act.Capital()} on {row.Target}";
            void Tell(ReminderKind kind, PersonId person, string link)
            {
                if (person != run.Actor.Person && !drafts.Exists(draft => draft.Person == person && draft.About.Request == request.Id))
                    drafts.Add(new(person, new Rung(kind, run.Now), new NoticeAbout(request.Id.Value, Request: request.Id), new NoticeText(title, body.Sentence, link, null)));
            }

            if (request.RequestedById is { } requester)
                Tell(ReminderKind.RequestAnswered, requester, $"/requests/{request.Id}");
            // Whoever may decide what came back is asked again by a reminder of its own.
            foreach (var person in body.Kind == Returned ? [] : approvers[request.Id].Distinct())
                Tell(ReminderKind.DecidedElsewhere, person, $"/requests/{request.Id}");
            // Serving somebody's run does not let them see the request; the news itself says what there is for them.
            if (known.Find(p => p.Id == request.StartedById) is { } starter && starter.BelongsTo(request.TenantId))
                Tell(ReminderKind.RequestAnswered, starter.Id, "/reminders");
        }

        if (drafts.Count > 0)
            await run.RaiseAsync(drafts, await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation), cancellation);
    }
}
