using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Data;

/// <summary>Least view of access reviews.</summary>
public static class VisibleReviews
{
    /// <summary>Also whoever leads it, is or was asked in it, stands in for somebody who is, or has something of it to do by hand.</summary>
    public static IQueryable<ReviewCampaign> To(this IQueryable<ReviewCampaign> campaigns, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return campaigns.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        var lenders = db.Delegations.Where(d => d.StandInId == person && d.AcceptedAt != null && d.ClosedAt == null && d.RequestId == null).Select(d => d.LenderId);
        var asked = db.ReviewItems.Where(i => i.ReviewerId == person || i.EscalatedToId == person || lenders.Contains(i.ReviewerId)).Select(i => i.CampaignId);
        var answered = db.ReviewDecisions.Where(d => d.PersonId == person).Select(d => d.CampaignId);
        var byHand = db.CarryOuts.Where(l => l.WhoId == person).Select(l => l.CampaignId);
        return campaigns.Where(c => c.LeadId == person || asked.Contains(c.Id) || answered.Contains(c.Id) || byHand.Contains(c.Id));
    }
}
