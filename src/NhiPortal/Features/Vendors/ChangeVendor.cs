using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Vendors;

/// <summary>Changes a vendor's contract and the systems it is bound to; none that a connector of it still reaches can be left out.</summary>
public sealed class ChangeVendor(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, VendorId id, int seen, VendorDraft draft, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "vendor.change", async run =>
        {
            var vendor = await run.Db.Vendors.SingleOrDefaultAsync(v => v.Id == id, cancellation);
            if (vendor is null || !Permissions.Allows(actor, Permission.SeeTenant) || !actor.SeesTenant(vendor.TenantId))
                return new Refusal("not_found", "There is no such vendor for you.");
            run.About = run.About with { Tenant = vendor.TenantId, Facts = new Dictionary<string, string?> { ["vendor"] = vendor.Key } };
            if (Permissions.Check(actor, Permission.RegisterIntegrations) is { } refused)
                return refused;
            if (vendor.Version != seen)
                return new Refusal("changed_meanwhile", "It was changed meanwhile by somebody else. Look at it again before you change it.");
            var terms = await run.ReadTermsAsync(draft, vendor.TenantId, cancellation);
            if (!terms.Succeeded)
                return terms.Refusal;
            var kept = terms.Value.Systems;
            var reached = await (from path in run.Db.Paths
                                 where path.RemovedAt == null && !kept.Contains(path.TargetId)
                                 join integration in run.Db.Integrations on path.IntegrationId equals integration.Id
                                 where integration.VendorId == id && integration.Status != Domain.Integrations.IntegrationStatus.Retired
                                 join target in run.Db.Targets on path.TargetId equals target.Id
                                 orderby integration.Key
                                 select new { Integration = integration.Key, Target = target.Key }).FirstOrDefaultAsync(cancellation);
            if (reached is not null)
                return new Refusal("still_reached", $"{reached.Integration} still has a path to {reached.Target}. Close that path before the vendor loses the system.");

            var before = VendorTermsReading.Words(vendor, await run.SystemKeysAsync(vendor, cancellation));
            vendor.Agree(terms.Value);
            var after = VendorTermsReading.Words(vendor, draft.Systems);
            var fields = after.Keys.Where(field => before[field] != after[field]).ToList();
            run.Record(run.About with
            {
                Kind = "vendor.changed",
                Sentence = $"{actor.Name} changed the vendor {vendor.Name}{(fields.Count == 0 ? "" : $": {string.Join(", ", fields.Select(field => field.Replace('_', ' ')))}")}.",
                Before = fields.ToDictionary(field => field, field => before[field]),
                After = fields.ToDictionary(field => field, field => after[field]),
            });
            return default(Done);
        }, cancellation);
}
