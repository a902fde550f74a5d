using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Requests;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Reminders;

/// <summary>Whom a waiting request waits for, by the same rules that judge their click.</summary>
internal static class ApprovalsWaiting
{
    public static async Task<IReadOnlyList<NoticeDraft>> ApprovalDraftsAsync(this PortalDb db, IReadOnlyList<RequestId> ids, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from request in db.Requests.AsNoTracking().Include(r => r.Stages).Include(r => r.Decisions).AsSplitQuery()
                          where ids.Contains(request.Id) && request.Status == RequestStatus.Pending && request.ExpiresAt > now
                          join integration in db.Integrations on request.IntegrationId equals integration.Id
                          join target in db.Targets on request.TargetId equals target.Id
                          join action in db.Actions on request.ActionName equals action.Name into actions
                          from action in actions.DefaultIfEmpty()
                          orderby request.Id
                          select new { Request = request, Integration = integration.Name, Target = target.Key, Action = action }).ToListAsync(cancellation);
        if (rows.Count == 0)
            return [];
        var integrations = rows.Select(row => row.Request.IntegrationId).Distinct().ToList();
        var targets = rows.Select(row => row.Request.TargetId).Distinct().ToList();
        var owners = await db.Ownerships.AsNoTracking().Where(o => o.ClosedAt == null && o.AcceptedAt != null
            && ((o.IntegrationId != null && integrations.Contains(o.IntegrationId.Value)) || (o.TargetId != null && targets.Contains(o.TargetId.Value)))).ToListAsync(cancellation);
        var holders = owners.Select(o => o.PersonId).Distinct().ToList();
        var lent = await db.Delegations.AsNoTracking().Where(Delegation.LendsAt(now)).Where(d => holders.Contains(d.LenderId))
            .Select(d => new { d.LenderId, d.StandInId }).ToListAsync(cancellation);
        var standIns = lent.ToLookup(d => d.LenderId, d => d.StandInId);
        var facts = await db.ApproverFactsAsync([.. rows.Select(row => row.Request)], [.. holders.Concat(lent.Select(d => d.StandInId)).Distinct()], now, cancellation);
        return
        [
            .. from row in rows
               from person in Asked(row.Request, owners).SelectMany(holder => standIns[holder].Prepend(holder)).Distinct()
               where !row.Request.Decisions.Exists(decision => decision.PersonId == person) && row.Request.TurnFor(facts[(row.Request.Id, person)], now).Succeeded
               select new NoticeDraft(
                   person, new Rung(ReminderKind.ApprovalWaiting, row.Request.AskedAt), new NoticeAbout(row.Request.Id.Value, Request: row.Request.Id),
                   new NoticeText($"{ActionWording.Of(row.Request, row.Action).Act.Capital()} on {row.Target}", $"{row.Integration} asks, for {RequestWords.Minutes(row.Request.RequestedMinutes)}", $"/inbox/{row.Request.Id}", row.Request.ExpiresAt)),
        ];
    }

    private static IEnumerable<PersonId> Asked(AccessRequest request, List<Ownership> owners)
    {
        var roles = request.OpenStages().Select(stage => stage.Role).ToHashSet();
        return owners.Where(o => roles.Contains(o.Role) && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId)).Select(o => o.PersonId).Distinct();
    }
}
