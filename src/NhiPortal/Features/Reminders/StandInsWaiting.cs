using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Delegations;
using NhiPortal.Domain.Reminders;
using NhiPortal.Features.Delegations;

namespace NhiPortal.Features.Reminders;

/// <summary>Who is asked to stand in and has not answered.</summary>
internal static class StandInsWaiting
{
    public static async Task<IReadOnlyList<NoticeDraft>> StandInDraftsAsync(this PortalDb db, IQueryable<Delegation> offers, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await (from offer in offers.AsNoTracking()
                          join lender in db.People.IgnoreAutoIncludes() on offer.LenderId equals lender.Id
                          select new { Offer = offer, Lender = lender.Name }).ToListAsync(cancellation);
        return
        [
            .. from row in rows
               let step = Ladder.OfStandIn(row.Offer.OfferedAt, row.Offer.From, row.Offer.Until, now)
               where step is not null && row.Offer.State(now) == DelegationState.Offered
               select new NoticeDraft(row.Offer.StandInId, step.Value, new NoticeAbout(row.Offer.Id.Value, Delegation: row.Offer.Id), new NoticeText(
                   $"Stand in for {row.Lender}", DelegationWords.Asked(row.Offer.Role, row.Offer.RequestId is not null), "/stand-ins", row.Offer.Until)),
        ];
    }
}
