using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.PreApprovals;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Reminders;

/// <summary>One waiting request with the words it is told in.</summary>
internal sealed record WaitingRow(AccessRequest Request, string Key, string Integration, string Target, PrivilegedAction? Action)
{
    public string Title => $"{(Request.IsStanding ? "Standing pre-approval: " : "")}{ActionWording.Of(Request, Action).Act.Capital()} on {Target}";
}

/// <summary>Whom a waiting request waits for, by the same rules that judge their click, and who else must know of it.</summary>
internal static class ApprovalsWaiting
{
    public static async Task<IReadOnlyList<NoticeDraft>> ApprovalDraftsAsync(this PortalDb db, IReadOnlyList<RequestId> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from request in db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).Include(r => r.Escalations).AsSplitQuery()
                          where ids.Contains(request.Id) && request.Status == RequestStatus.Pending && request.ExpiresAt > now
                          join integration in db.Integrations on request.IntegrationId equals integration.Id
                          join target in db.Targets on request.TargetId equals target.Id
                          join action in db.Actions on request.ActionName equals action.Name into actions
                          from action in actions.DefaultIfEmpty()
                          orderby request.Id
                          select new WaitingRow(request, integration.Key, integration.Name, target.Key, action)).ToListAsync(cancellation);
        if (rows.Count == 0)
            return [];
        var deciders = await db.DecidersAsync(rows.ConvertAll(row => row.Request), now, cancellation);
        var others = await db.OthersWaitingAsync(rows, now, cancellation);
        // One line about one request: what somebody must put right comes before what they are told, and that before what waits for them as it did.
        return
        [
            .. from row in rows
               let able = deciders.Of(row.Request, row.Request.OpenStages())
                   .Where(facts => !row.Request.Decisions.Exists(decision => decision.PersonId == facts.Person) && row.Request.TurnFor(facts, now).Succeeded).Select(facts => facts.Person).ToHashSet()
               from draft in others.Of(row, able).Concat(able.Select(person => Waiting(row, person))).DistinctBy(draft => draft.Person)
               select draft,
        ];
    }

    private static NoticeDraft Waiting(WaitingRow row, PersonId person) => new(
        person, new Rung(ReminderKind.ApprovalWaiting, row.Request.AskedAt), new NoticeAbout(row.Request.Id.Value, Request: row.Request.Id),
        new NoticeText(row.Title, row.Request.Terms is { } terms ? $"{row.Integration}: {PreApprovalWords.Of(terms, row.Request.RequestedMinutes)}" : $"{row.Integration} asks, for {RequestWords.Minutes(row.Request.RequestedMinutes)}", $"/inbox/{row.Request.Id}", row.Request.ExpiresAt));
}
