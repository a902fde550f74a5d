using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>Writes down what a campaign will ask; nobody is asked anything before it starts.</summary>
public sealed class SaveCampaign(UnitOfWork work)
{
    public Task<Result<CampaignId>> RunAsync(Actor actor, TenantId tenant, CampaignId? id, CampaignPlan plan, CancellationToken cancellation) =>
        work.RunAsync<CampaignId>(actor, "review.save", async run =>
        {
            if (Permissions.Check(actor, Permission.RunReviews) is { } refused)
                return refused;
            if (actor.Person is not { } me || !actor.SeesTenant(tenant) || !await run.Db.Tenants.AnyAsync(t => t.Id == tenant, cancellation))
                return new Refusal("not_found", "There is no such organisation for you.");
            run.About = run.About with { Tenant = tenant };
            if (await run.WhyNotNamedAsync(tenant, plan, cancellation) is { } unfit)
                return unfit;
            if (await ScopeFaultAsync(run.Db, tenant, plan.Scope, cancellation) is { } fault)
                return fault;
            if (id is null)
            {
                var made = ReviewCampaign.Draft(tenant, plan, me, run.Now);
                if (!made.Succeeded)
                    return made.Refusal;
                run.Db.ReviewCampaigns.Add(made.Value);
                run.Record(made.Value, "review.drafted", $"{actor.Name} prepared the access review {made.Value.Name}.");
                return made.Value.Id;
            }

            var found = await run.CampaignAsync(id.Value, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (found.Value.TenantId != tenant)
                return new Refusal("other_tenant", "A campaign stays in the organisation it was made for.");
            if (found.Value.Change(plan) is { Succeeded: false } no)
                return no.Refusal;
            run.Record(found.Value, "review.changed", $"{actor.Name} changed the draft of the access review {found.Value.Name}.");
            return found.Value.Id;
        }, cancellation);

    private static async Task<Refusal?> ScopeFaultAsync(PortalDb db, TenantId tenant, ReviewScope scope, CancellationToken cancellation)
    {
        if (scope.Vendor is { } vendor && !await db.Vendors.AnyAsync(v => v.Id == vendor && v.TenantId == tenant, cancellation))
            return new("not_found", "There is no such vendor there.");
        if (scope.Target is { } target && !await db.Targets.AnyAsync(t => t.Id == target && t.TenantId == tenant, cancellation))
            return new("not_found", "There is no such target there.");
        return scope.OwnedBy is { } owner && !await db.People.AnyAsync(p => p.Id == owner && (p.TenantId == tenant || p.AlsoIn.Any(also => also.TenantId == tenant)), cancellation)
            ? new("not_found", "There is no such person there.")
            : null;
    }
}
