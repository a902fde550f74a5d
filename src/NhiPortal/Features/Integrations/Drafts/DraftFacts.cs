using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Tenants;
using NhiPortal.Features.Stops;

namespace NhiPortal.Features.Integrations.Drafts;

/// <summary>Everything that drafts name and the portal knows, as far as the actor may see it: enough to judge them without I/O.</summary>
public sealed record DraftFacts
{
    public required IReadOnlyDictionary<string, Tenant> Tenants { get; init; }
    public required IReadOnlyDictionary<string, Vendor> Vendors { get; init; }
    public required IReadOnlyDictionary<string, TargetSystem> Targets { get; init; }
    public required IReadOnlyDictionary<string, PrivilegedAction> Actions { get; init; }
    public required IReadOnlySet<string> Issuers { get; init; }
    public required IReadOnlyDictionary<string, Person> People { get; init; }
    public required IReadOnlyDictionary<string, IntegrationId> TakenKeys { get; init; }
    public required IReadOnlyDictionary<DraftIdentity, IntegrationId> TakenIdentities { get; init; }
    public required IReadOnlyDictionary<TargetId, PersonId> SystemOwners { get; init; }

    /// <summary>Those of <see cref="TakenKeys"/> that are stopped.</summary>
    public required IReadOnlySet<IntegrationId> Stopped { get; init; }
}

/// <summary>Reads the facts for many drafts in a fixed number of queries.</summary>
public static class DraftFactsQuery
{
    public static async Task<DraftFacts> DraftFactsAsync(this PortalDb db, Actor actor, IReadOnlyCollection<IntegrationDraft> drafts, CancellationToken cancellation)
    {
        var keys = Named(drafts.Select(draft => draft.Key));
        var vendors = Named(drafts.Select(draft => draft.Vendor));
        var targets = Named(drafts.SelectMany(draft => draft.Paths).Select(path => path.Target));
        var subjects = Named(drafts.SelectMany(draft => draft.Identities).Select(identity => identity.Subject));
        var people = Named(drafts.SelectMany(draft => draft.Owners).SelectMany(owner => new[] { owner.Person, owner.Deputy }));
        var found = (await db.Targets.AsNoTracking().Where(t => targets.Contains(t.Key)).ToListAsync(cancellation)).FindAll(target => actor.SeesTenant(target.TenantId));
        var reached = found.ConvertAll(target => target.Id);
        var persons = people.Count == 0 ? [] : await db.People.AsNoTracking().Where(p => people.Contains(p.Mail) || people.Contains(p.ObjectId)).ToListAsync(cancellation);
        return new()
        {
            Tenants = (await db.Tenants.AsNoTracking().ToListAsync(cancellation)).Where(tenant => actor.SeesTenant(tenant.Id)).ToDictionary(tenant => tenant.Key, StringComparer.Ordinal),
            Vendors = (await db.Vendors.AsNoTracking().Where(v => vendors.Contains(v.Key)).ToListAsync(cancellation))
                .Where(vendor => actor.SeesTenant(vendor.TenantId)).ToDictionary(vendor => vendor.Key, StringComparer.Ordinal),
            Targets = found.ToDictionary(target => target.Key, StringComparer.Ordinal),
            Actions = await db.Actions.AsNoTracking().ToDictionaryAsync(action => action.Name, StringComparer.Ordinal, cancellation),
            Issuers = (await db.Issuers.AsNoTracking().Select(issuer => issuer.Issuer).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal),
            People = persons.SelectMany(person => new[] { (Name: person.Mail, person), (Name: person.ObjectId, person) })
                .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(pair => pair.Name, pair => pair.person, StringComparer.OrdinalIgnoreCase),
            TakenKeys = await db.Integrations.AsNoTracking().Where(i => keys.Contains(i.Key)).ToDictionaryAsync(i => i.Key, i => i.Id, StringComparer.Ordinal, cancellation),
            // What a stopped integration was recognised by stays its own, retired or not: it must not come back under another name.
            TakenIdentities = (await db.Workloads.AsNoTracking().Where(w => subjects.Contains(w.Subject) && (w.RetiredAt == null || db.Stops.Any(s => s.LiftedAt == null && s.IntegrationId == w.IntegrationId)))
                    .OrderBy(w => w.RetiredAt != null).ToListAsync(cancellation)).DistinctBy(workload => (workload.Issuer, workload.Subject))
                .ToDictionary(workload => new DraftIdentity(workload.Issuer, workload.Subject), workload => workload.IntegrationId),
            SystemOwners = await db.Ownerships.AsNoTracking()
                .Where(o => o.Role == OwnerRole.SystemOwner && o.ClosedAt == null && o.AcceptedAt != null && o.TargetId != null && reached.Contains(o.TargetId.Value))
                .ToDictionaryAsync(o => o.TargetId!.Value, o => o.PersonId, cancellation),
            Stopped = (await db.Integrations.Where(i => keys.Contains(i.Key)).Stopped(db).Select(i => i.Id).ToListAsync(cancellation)).ToHashSet(),
        };
    }

    private static List<string> Named(IEnumerable<string?> names) =>
        [.. names.Select(name => name?.Trim()).OfType<string>().Where(name => name.Length is > 0 and <= Text.Resource).Distinct(StringComparer.Ordinal)];
}
