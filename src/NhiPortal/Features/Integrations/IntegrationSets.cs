using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;

namespace NhiPortal.Features.Integrations;

/// <summary>
/// A set of integrations that has an index of its own (a person's, a vendor's, a word's). A small one is read and sorted
/// as a whole; a large one is tested entry by entry while the list's index is walked, which then finds some soon.
/// </summary>
internal sealed record IntegrationSet(
    string Name, Func<CancellationToken, Task<List<IntegrationId>>> SomeAsync, Func<IQueryable<Integration>, IQueryable<Integration>> Probe)
{
    /// <summary>Up to this many members are read as a whole.</summary>
    public const int Few = 1000;

    public async Task<IReadOnlyCollection<IntegrationId>?> FewOrNullAsync(CancellationToken cancellation)
    {
        var some = await SomeAsync(cancellation);
        return some.Count > Few ? null : some;
    }

    /// <summary>What the person owns, or is asked to own, and what reaches a target they own: the rule of <see cref="Visible"/>, driven from its index.</summary>
    public static async Task<IntegrationSet> OfPersonAsync(PortalDb db, PersonId person, CancellationToken cancellation)
    {
        var owned = db.Ownerships.Where(o => o.PersonId == person && o.ClosedAt == null);
        var targets = await owned.Where(o => o.TargetId != null).Select(o => o.TargetId!.Value).Distinct().ToListAsync(cancellation);
        var integrationsOwned = owned.Where(o => o.IntegrationId != null).Select(o => o.IntegrationId!.Value);
        var reachingThem = db.Paths.Where(p => p.RemovedAt == null && targets.Contains(p.TargetId)).Select(p => p.IntegrationId);
        return new($"person {person}", SomeAsync, integrations =>
            // As a value, like a text: the list keeps its order, and the two sets are read once for all rows.
            integrations.Where(i => (integrationsOwned.Contains(i.Id) || reachingThem.Contains(i.Id) ? 1 : 0) > 0));

        async Task<List<IntegrationId>> SomeAsync(CancellationToken stop)
        {
            var own = await owned.Where(o => o.IntegrationId != null).Select(o => o.IntegrationId!.Value).Take(Few + 1).ToListAsync(stop);
            if (own.Count > Few || targets.Count == 0)
                return [.. own.Distinct()];
            var reaching = await db.Paths.Where(p => p.RemovedAt == null && targets.Contains(p.TargetId)).Select(p => p.IntegrationId)
                .Distinct().Take(Few + 1).ToListAsync(stop);
            return [.. own.Concat(reaching).Distinct()];
        }
    }

    public static IntegrationSet OfText(PortalDb db, string text)
    {
        return new($"text {text}", SomeAsync, integrations =>
            // As a value, not as a condition: an index on the name must not take the order of the list away.
            integrations.Where(i => (i.Name.StartsWith(text) || i.Key.StartsWith(text) ? 1 : 0) > 0));

        async Task<List<IntegrationId>> SomeAsync(CancellationToken stop)
        {
            var named = await db.Integrations.Where(i => i.Name.StartsWith(text)).Select(i => i.Id).Take(Few + 1).ToListAsync(stop);
            if (named.Count > Few)
                return named;
            var keyed = await db.Integrations.Where(i => i.Key.StartsWith(text)).Select(i => i.Id).Take(Few + 1).ToListAsync(stop);
            return [.. named.Concat(keyed).Distinct()];
        }
    }

    public static IntegrationSet OfVendor(PortalDb db, string vendor)
    {
        var vendors = db.Vendors.Where(v => v.Key == vendor).Select(v => (VendorId?)v.Id);
        return new($"vendor {vendor}", stop => db.Integrations.Where(i => vendors.Contains(i.VendorId)).Select(i => i.Id).Take(Few + 1).ToListAsync(stop),
            integrations => integrations.Where(i => (vendors.Contains(i.VendorId) ? 1 : 0) > 0));
    }

    public static async Task<IntegrationSet> OfTargetAsync(PortalDb db, string key, CancellationToken cancellation)
    {
        var targets = await db.Targets.Where(t => t.Key == key).Select(t => t.Id).ToListAsync(cancellation);
        var reaching = db.Paths.Where(p => p.RemovedAt == null && targets.Contains(p.TargetId)).Select(p => p.IntegrationId);
        return new($"target {key}", stop => reaching.Distinct().Take(Few + 1).ToListAsync(stop), integrations => integrations.Where(i => (reaching.Contains(i.Id) ? 1 : 0) > 0));
    }

    public static IntegrationSet OfRisk(PortalDb db, int least) => new(
        $"risk {least}", stop => db.Integrations.Where(i => i.RiskScore >= least).Select(i => i.Id).Take(Few + 1).ToListAsync(stop),
        integrations => integrations.Where(i => (i.RiskScore >= least ? 1 : 0) > 0));
}
