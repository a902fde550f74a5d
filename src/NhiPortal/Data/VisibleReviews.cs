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
        var lent = from d in db.Delegations.Where(d => d.StandInId == person && d.AcceptedAt != null && d.ClosedAt == null && d.RequestId == null)
                   join i in db.ReviewItems on new { Person = d.LenderId, Tenant = d.TenantId } equals new { Person = i.ReviewerId, Tenant = i.TenantId }
                   select i.CampaignId;
        var asked = db.ReviewItems.Where(i => i.ReviewerId == person || i.EscalatedToId == person).Select(i => i.CampaignId);
        var answered = db.ReviewDecisions.Where(d => d.PersonId == person).Select(d => d.CampaignId);
        var byHand = db.CarryOuts.Where(l => l.WhoId == person).Select(l => l.CampaignId);
        return campaigns.Where(c => c.LeadId == person || asked.Contains(c.Id) || lent.Contains(c.Id) || answered.Contains(c.Id) || byHand.Contains(c.Id));
    }

    /// <summary>Whether all of a campaign is theirs to see, and not only what they are asked: whoever leads it, or sees its tenant by role.</summary>
    public static bool SeesAllOf(this Actor actor, ReviewCampaign campaign) =>
        campaign.LeadId == actor.Person || (Permissions.Allows(actor, Permission.SeeTenant) && actor.SeesTenant(campaign.TenantId));
}
