using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Vendors;

/// <summary>Writes down a vendor, who answers for its contract, and the systems its connectors are bound to.</summary>
public sealed class RegisterVendor(UnitOfWork work)
{
    public Task<Result<string>> RunAsync(Actor actor, VendorDraft draft, CancellationToken cancellation) =>
        work.RunAsync<string>(actor, "vendor.register", async run =>
        {
            if (Permissions.Check(actor, Permission.RegisterIntegrations) is { } refused)
                return refused;
            var key = Keys.Read(draft.Key);
            if (!key.Succeeded)
                return key.Refusal;
            var tenants = (await run.Db.Tenants.AsNoTracking().ToListAsync(cancellation)).FindAll(tenant => actor.SeesTenant(tenant.Id));
            if ((string.IsNullOrWhiteSpace(draft.Tenant) && tenants is [var only] ? only : tenants.Find(tenant => tenant.Key == draft.Tenant)) is not { } home)
                return new Refusal("unknown_tenant", "Say which tenant has the contract.");
            if (await run.Db.Vendors.AnyAsync(v => v.Key == key.Value, cancellation))
                return new Refusal("key_exists", $"The key {key.Value} is taken already.");
            var terms = await run.ReadTermsAsync(draft, home.Id, cancellation);
            if (!terms.Succeeded)
                return terms.Refusal;
            var t = terms.Value;
            var vendor = Vendor.Create(home.Id, key.Value, t.Name, t.ContractOwner, run.Now, t.Contact, t.ContractEnds, t.Systems);
            run.Db.Vendors.Add(vendor);
            run.Record(new AuditNote("vendor.registered", $"{actor.Name} registered the vendor {vendor.Name}.")
            {
                Tenant = vendor.TenantId,
                After = VendorTermsReading.Words(vendor, draft.Systems),
                Facts = new Dictionary<string, string?> { ["vendor"] = vendor.Key },
            });
            return Result.Ok(vendor.Key);
        }, cancellation);
}
