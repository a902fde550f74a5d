using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Vendors;

/// <summary>What became of one integration of a vendor that was cut off; <see cref="Why"/> says why nothing was done.</summary>
public sealed record CutOffItem(string Key, string Name, string? Why);

/// <summary>Cuts a vendor off: suspends all its integrations the actor may see, at once, and says for each what became of it.</summary>
public sealed class SuspendVendor(UnitOfWork work)
{
    public Task<Result<IReadOnlyList<CutOffItem>>> RunAsync(Actor actor, VendorId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<IReadOnlyList<CutOffItem>>(actor, "vendor.suspend", async run =>
        {
            var vendor = await run.Db.Vendors.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, cancellation);
            if (vendor is null || !Permissions.Allows(actor, Permission.SeeTenant) || !actor.SeesTenant(vendor.TenantId))
                return new Refusal("not_found", "There is no such vendor for you.");
            run.About = run.About with { Tenant = vendor.TenantId, Facts = new Dictionary<string, string?> { ["vendor"] = vendor.Key } };
            if (Permissions.Check(actor, Permission.SuspendIntegrations) is { } refused)
                return refused;
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;

            var integrations = await run.Db.Integrations.To(actor, run.Db).Where(i => i.VendorId == id).OrderBy(i => i.Key).ToListAsync(cancellation);
            var items = integrations.ConvertAll(integration =>
            {
                var done = integration.Suspend(said.Value);
                if (done.Succeeded)
                    run.Record(run.About with
                    {
                        Kind = "integration.suspended",
                        Sentence = $"{actor.Name} suspended {integration.Key} with everything of {vendor.Name}.",
                        Tenant = integration.TenantId,
                        Integration = Work.Thing(integration),
                        Before = new Dictionary<string, string?> { ["status"] = nameof(IntegrationStatus.Active) },
                        After = new Dictionary<string, string?> { ["status"] = nameof(IntegrationStatus.Suspended) },
                        Facts = new Dictionary<string, string?> { ["reason"] = said.Value, ["vendor"] = vendor.Key },
                    });
                return new CutOffItem(integration.Key, integration.Name, done.Succeeded ? null : $"Was {integration.Status.ToString().ToLowerInvariant()} already");
            });
            run.Record(run.About with
            {
                Kind = "vendor.suspended",
                Sentence = $"{actor.Name} cut {vendor.Name} off: {items.Count(item => item.Why is null)} of {items.Count} integrations were suspended.",
                Facts = new Dictionary<string, string?> { ["reason"] = said.Value, ["vendor"] = vendor.Key },
            });
            return Result.Ok<IReadOnlyList<CutOffItem>>(items);
        }, cancellation);
}
