using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reminders;

/// <summary>
/// Tells the owners in force, in the transaction of each use, that a standing pre-approval answered in their place: one line a
/// day for each, in the portal and in the next digest. Whoever gave it and whoever asked for it hear when it ends early.
/// </summary>
public sealed class PreApprovalNews(MailSettings mail) : IRecordFollower
{
    private static readonly string[] Ends = ["request.pre_approval_ended", "request.pre_approval_revoked"];

    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        var uses = told.Where(body => body.Kind == "request.pre_approved").ToList();
        var ends = told.Where(body => Ends.Contains(body.Kind)).ToList();
        if (uses.Count + ends.Count == 0)
            return;
        var ids = uses.Select(body => Guid.Parse(body.Facts![StandingAnswers.Fact]!)).Concat(ends.Select(body => body.Request!.Value)).Distinct().Select(id => new RequestId(id)).ToList();
        var standing = await run.Db.PreApprovals.Where(p => ids.Contains(p.RequestId)).ToDictionaryAsync(p => p.RequestId, cancellation);
        var givers = await run.Db.Set<ApprovalDecision>().Where(d => ids.Contains(d.RequestId)).Select(d => new { d.RequestId, d.PersonId }).ToListAsync(cancellation);
        var askers = await run.Db.Requests.Where(r => ids.Contains(r.Id) && r.RequestedById != null).Select(r => new { RequestId = r.Id, PersonId = r.RequestedById!.Value }).ToListAsync(cancellation);
        List<NoticeDraft> drafts =
        [
            .. from body in uses
               let given = standing[new RequestId(Guid.Parse(body.Facts![StandingAnswers.Fact]!))]
               from owner in (body.Owners ?? []).Select(owner => new PersonId(owner.Person)).Distinct()
               select Draft(given, owner, $"Used {given.UsesOnLastDay} times on this day, {given.Uses} of {given.MostUses} in all. The newest: {body.Sentence}", run.Now),
            .. from body in ends
               let given = standing[new RequestId(body.Request!.Value)]
               from person in givers.Concat(askers).Where(pair => pair.RequestId == given.RequestId).Select(pair => pair.PersonId).Distinct()
               where person != run.Actor.Person
               select Draft(given, person, body.Sentence, run.Now),
        ];
        if (drafts.Count > 0)
            await run.RaiseAsync(drafts, await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation), cancellation);
    }

    private static NoticeDraft Draft(PreApproval given, PersonId person, string detail, DateTimeOffset now) => new(
        person, new Rung(ReminderKind.PreApprovalUsed, now), new NoticeAbout(given.RequestId.Value, Request: given.RequestId),
        new NoticeText($"Standing pre-approval “{given.Name}”", detail, $"/pre-approvals/{given.RequestId}", null));
}
