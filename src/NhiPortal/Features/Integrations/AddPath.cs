using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.Features.Stops;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>Lets an integration ask for one more action on a target. A vendor's connector stays inside the systems it is bound to.</summary>
public sealed class AddPath(UnitOfWork work)
{
    public Task<Result<PathId>> RunAsync(Actor actor, IntegrationId id, DraftPath path, CancellationToken cancellation) =>
        work.RunAsync<PathId>(actor, "path.add", async run =>
        {
            var found = await run.ShapedAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var integration = found.Value;
            var target = await run.Db.Targets.AsNoTracking().To(actor, run.Db).SingleOrDefaultAsync(t => t.Key == path.Target, cancellation);
            if (target is null || !await run.Db.Actions.AnyAsync(a => a.Name == path.Action, cancellation))
                return new Refusal("not_found", "There is no such target or action for you.");
            if (integration.VendorId is { } by && await run.Db.Vendors.AsNoTracking().SingleAsync(v => v.Id == by, cancellation) is var vendor && !vendor.MayReach(target.Id))
                return new Refusal("outside_vendor", $"{vendor.Name} is not bound to {target.Key}: its connectors may not get a path there.");
            var pattern = PrivilegePath.ReadPattern(path.Pattern);
            if (!pattern.Succeeded)
                return pattern.Refusal;
            if (await run.Db.Paths.AnyAsync(p => p.IntegrationId == id && p.TargetId == target.Id && p.ActionName == path.Action && p.ResourcePattern == pattern.Value && p.RemovedAt == null, cancellation))
                return new Refusal("same_path", "It has exactly this path already.");
            if (await run.Db.Paths.CountAsync(p => p.IntegrationId == id && p.RemovedAt == null, cancellation) >= DraftReading.MostPaths)
                return new Refusal("too_many_paths", $"It has {DraftReading.MostPaths} paths already. Close one first, or widen a pattern.");
            return await run.ReshapeAsync(integration, cancellation) is { } retired ? retired : run.AddPath(integration, target, path.Action, pattern.Value).Id;
        }, cancellation);
}

/// <summary>What every change of an integration's shape has in common.</summary>
public static class Reshaping
{
    /// <summary>The integration, when this actor may see and change it; one that is stopped stays as it is, and can only be ended.</summary>
    public static async Task<Result<Integration>> ShapedAsync(this Work run, IntegrationId id, CancellationToken cancellation, bool evenStopped = false)
    {
        var integration = await run.Db.Integrations.To(run.Actor, run.Db).SingleOrDefaultAsync(i => i.Id == id, cancellation);
        if (integration is null)
            return new Refusal("not_found", "There is no such integration for you.");
        run.About = run.About with { Tenant = integration.TenantId, Integration = Work.Thing(integration) };
        if (Permissions.Check(run.Actor, Permission.RegisterIntegrations) is { } refused)
            return refused;
        return !evenStopped && await run.Db.Integrations.Where(i => i.Id == id).Stopped(run.Db).AnyAsync(cancellation) ? LiveStopsReading.Frozen(integration.Name) : integration;
    }

    /// <summary>Counts the change and ends what was approved before it.</summary>
    public static async Task<Refusal?> ReshapeAsync(this Work run, Integration integration, CancellationToken cancellation)
    {
        var reshaped = integration.Reshape();
        if (reshaped.Succeeded)
            await run.ReturnGrantsAsync(integration, "What the integration may reach was changed; it must be approved again.", cancellation);
        return reshaped.Refusal;
    }
}
