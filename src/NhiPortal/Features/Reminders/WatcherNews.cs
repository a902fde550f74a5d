using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>Tells whoever watches a request of every change of its state, in the transaction that changes it, as long as they may see it.</summary>
public sealed class WatcherNews(MailSettings mail) : IRecordFollower
{
    private static readonly string[] Quiet = ["request.watched", "request.unwatched"];

    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        var news = told.Where(body => body.Request is not null && !Quiet.Contains(body.Kind)
            && (body.Kind.StartsWith("request.", StringComparison.Ordinal) || body.Kind.StartsWith("grant.", StringComparison.Ordinal))).ToList();
        if (news.Count == 0)
            return;
        var ids = news.Select(body => new RequestId(body.Request!.Value)).Distinct().ToList();
        var watches = await run.Db.RequestWatches.Where(w => ids.Contains(w.RequestId) && w.PersonId != (run.Actor.Person ?? default)).ToListAsync(cancellation);
        if (watches.Count == 0)
            return;
        var titles = (await (from request in run.Db.Requests.AsNoTracking()
                             where ids.Contains(request.Id)
                             join target in run.Db.Targets on request.TargetId equals target.Id
                             join action in run.Db.Actions on request.ActionName equals action.Name into actions
                             from action in actions.DefaultIfEmpty()
                             select new { Request = request, Target = target.Key, Action = action }).ToListAsync(cancellation))
            .ToDictionary(row => row.Request.Id, row => $"{ActionWording.Of(row.Request, row.Action).Act.Capital()} on {row.Target}");
        var seeing = await SeeingAsync(run, watches, cancellation);
        // Each change is news of its own, so the thing it is about is the event.
        List<NoticeDraft> drafts =
        [
            .. from body in news
               let id = new RequestId(body.Request!.Value)
               from watch in watches
               where watch.RequestId == id && seeing.Contains((watch.PersonId, id)) && titles.ContainsKey(id)
               select new NoticeDraft(watch.PersonId, new Rung(ReminderKind.RequestWatched, run.Now), new NoticeAbout(body.Id), new NoticeText(titles[id], body.Sentence, $"/requests/{id}", null)),
        ];
        if (drafts.Count == 0)
            return;
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        await run.PostAsync(await run.RaiseAsync(drafts, recipients, cancellation), LetterKind.AtOnce, recipients, cancellation);
    }

    /// <summary>Who may still see what they watch, by the roles they signed in with lately: what a list would show them, and no more.</summary>
    private static async Task<HashSet<(PersonId, RequestId)>> SeeingAsync(Work run, List<RequestWatch> watches, CancellationToken cancellation)
    {
        var since = run.Now - SeenRole.Memory;
        var people = watches.Select(watch => watch.PersonId).Distinct().ToList();
        var known = await run.Db.People.AsNoTracking().Where(p => people.Contains(p.Id)).ToListAsync(cancellation);
        var roles = (await run.Db.SeenRoles.Where(s => people.Contains(s.PersonId) && s.SeenAt > since).ToListAsync(cancellation)).ToLookup(s => s.PersonId, s => s.Role);
        var seeing = new HashSet<(PersonId, RequestId)>();
        foreach (var person in known.Where(person => person.Active))
        {
            var theirs = watches.Where(watch => watch.PersonId == person.Id).Select(watch => watch.RequestId).ToList();
            var actor = new Actor
            {
                Kind = ActorKind.Person,
                Id = person.Id.Value,
                Name = person.Name,
                Roles = roles[person.Id].ToHashSet(),
                Tenants = roles[person.Id].Contains(Role.Administrator) ? null : person.AlsoIn.Select(also => also.TenantId).Append(person.TenantId).ToHashSet(),
            };
            seeing.UnionWith((await run.Db.Requests.To(actor, run.Db).Where(r => theirs.Contains(r.Id)).Select(r => r.Id).ToListAsync(cancellation)).Select(id => (person.Id, id)));
        }

        return seeing;
    }
}
