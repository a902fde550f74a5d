using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Features.Reminders;

/// <summary>Standing pre-approvals that end soon, for whoever could ask for a new one: who asked, and the business owner.</summary>
internal static class PreApprovalsEnding
{
    private const int MostForOne = 50;

    public static async Task<IReadOnlyList<NoticeDraft>> PreApprovalDraftsAsync(this PortalDb db, List<PersonId> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var soon = now.AddDays(8);
        var ending = db.PreApprovals.AsNoTracking().Where(p => p.Status == PreApprovalStatus.Active && p.Until > now && p.Until < soon);
        var asked = await (from standing in ending
                           join request in db.Requests on standing.RequestId equals request.Id
                           where request.RequestedById != null && people.Contains(request.RequestedById.Value)
                           select new { Person = request.RequestedById!.Value, Standing = standing }).ToListAsync(cancellation);
        var owned = await (from standing in ending
                           join owner in db.Ownerships on standing.IntegrationId equals owner.IntegrationId
                           where owner.Role == OwnerRole.BusinessOwner && owner.ClosedAt == null && owner.AcceptedAt != null && people.Contains(owner.PersonId)
                           select new { Person = owner.PersonId, Standing = standing }).ToListAsync(cancellation);
        return
        [
            .. from pair in asked.Concat(owned).DistinctBy(pair => (pair.Person, pair.Standing.RequestId)).GroupBy(pair => pair.Person).SelectMany(mine => mine.OrderBy(pair => pair.Standing.Until).Take(MostForOne))
               where Ladder.OfPreApproval(pair.Standing.From, pair.Standing.Until, now) is not null
               select new NoticeDraft(
                   pair.Person, Ladder.OfPreApproval(pair.Standing.From, pair.Standing.Until, now)!.Value, new NoticeAbout(pair.Standing.RequestId.Value),
                   new NoticeText($"Standing pre-approval “{pair.Standing.Name}” ends", "Nothing prolongs it. Ask for a new one if it is still needed", $"/pre-approvals/{pair.Standing.RequestId}", pair.Standing.Until)),
        ];
    }
}
