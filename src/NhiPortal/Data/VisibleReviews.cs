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
        var lent = db.Delegations.Where(d => d.StandInId == person && d.AcceptedAt != null && d.ClosedAt == null && d.RequestId == null);
        // Each is looked up in the index of its campaign: all that was ever asked is never read through.
        return campaigns.Where(c => c.LeadId == person
            || db.ReviewItems.Any(i => i.CampaignId == c.Id && i.ReviewerId == person)
            || db.ReviewItems.Any(i => i.CampaignId == c.Id && i.EscalatedToId == person)
            || lent.Any(d => d.TenantId == c.TenantId && db.ReviewItems.Any(i => i.CampaignId == c.Id && i.ReviewerId == d.LenderId))
            || db.ReviewDecisions.Any(d => d.CampaignId == c.Id && d.PersonId == person)
            || db.CarryOuts.Any(l => l.CampaignId == c.Id && l.WhoId == person));
    }

    /// <summary>Whether all of a campaign is theirs to see, and not only what they are asked: whoever leads it, or sees its tenant by role.</summary>
    public static bool SeesAllOf(this Actor actor, ReviewCampaign campaign) =>
        campaign.LeadId == actor.Person || (Permissions.Allows(actor, Permission.SeeTenant) && actor.SeesTenant(campaign.TenantId));
}
