using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>A saved draft as the wizard opens it again, with whoever it names.</summary>
public sealed record CampaignDraft(Guid Tenant, CampaignPlan Plan, IReadOnlyDictionary<PersonId, PersonChoice> People);

/// <summary>Reads a campaign that has not started, for whoever may change it; null when there is none such for them.</summary>
public sealed class CampaignDraftQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<CampaignDraft?> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!Permissions.Allows(actor, Permission.RunReviews)
            || await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id && c.State == CampaignState.Draft, cancellation) is not { } campaign)
            return null;
        var named = CampaignWords.PeopleOf(campaign).Distinct().ToList();
        var people = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => EF.Parameter(named).Contains(p.Id)).Select(p => new PersonChoice(p.Id, p.Name, p.Mail)).ToListAsync(cancellation);
        return new(campaign.TenantId.Value, campaign.Plan, people.ToDictionary(p => p.Id));
    }
}
