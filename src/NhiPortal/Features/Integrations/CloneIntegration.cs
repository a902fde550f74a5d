using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Owners;
using NhiPortal.Features.Integrations.Drafts;

namespace NhiPortal.Features.Integrations;

/// <summary>
/// Registers a draft after the example of an integration: the same description and paths, the same people asked to own it.
/// How it is recognised, its credentials and what was granted to it belong to the example alone.
/// </summary>
public sealed class CloneIntegration(UnitOfWork work)
{
    public Task<Result<Registered>> RunAsync(Actor actor, IntegrationId id, string key, string name, CancellationToken cancellation) =>
        work.RunAsync<Registered>(actor, "integration.clone", async run =>
        {
            var found = await run.ShapedAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var draft = await ExampleAsync(run, found.Value, key, name, cancellation);
            var read = DraftReading.Of(draft, await run.Db.DraftFactsAsync(actor, [draft], cancellation), null, run.Now);
            if (read.Draft is not { } fit)
                return read.Refusal!;
            var made = run.Register(fit, found.Value.Key);
            return new Registered(made.Id, made.Key);
        }, cancellation);

    private static async Task<IntegrationDraft> ExampleAsync(Work run, Domain.Integrations.Integration like, string key, string name, CancellationToken cancellation)
    {
        var paths = await run.Db.Paths.AsNoTracking().Where(p => p.IntegrationId == like.Id && p.RemovedAt == null)
            .Join(run.Db.Targets, p => p.TargetId, t => t.Id, (p, t) => new DraftPath(t.Key, p.ActionName, p.ResourcePattern)).ToListAsync(cancellation);
        var holders = await (from o in run.Db.Ownerships.AsNoTracking()
                             where o.IntegrationId == like.Id && o.ClosedAt == null && o.AcceptedAt != null
                             join p in run.Db.People.IgnoreAutoIncludes() on o.PersonId equals p.Id
                             select new { Ownership = o, Person = p }).ToListAsync(cancellation);
        // Only who can answer now is asked again; whoever has left stays behind.
        return new()
        {
            Tenant = await run.Db.Tenants.Where(t => t.Id == like.TenantId).Select(t => t.Key).SingleAsync(cancellation),
            Key = key,
            Name = name,
            Purpose = like.Purpose,
            Kind = like.Kind.ToString(),
            Environment = like.Environment.ToString(),
            Vendor = await run.Db.Vendors.Where(v => v.Id == like.VendorId).Select(v => v.Key).SingleOrDefaultAsync(cancellation),
            EndOfLife = like.EndOfLife > run.Now ? like.EndOfLife?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null,
            Paths = [.. paths.Distinct()],
            Owners = [.. holders.Where(row => row.Ownership.HoldsAt(run.Now, row.Person is { Active: true, External: false })).Select(row => new DraftOwner(row.Ownership.Role, row.Person.ObjectId))],
        };
    }
}
