using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Reviews;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Reviews;

/// <summary>One thing to review, with what its facts are made from.</summary>
internal sealed record Found(ReviewSubject Subject, Integration Integration, string? Vendor, string What, string? TargetName, DateTimeOffset Since, Credential? Credential)
{
    public ReviewThing Thing => new(Subject.Integration, Subject.Key, Subject.Target, Subject.TargetKey, Credential?.BackupOwnerId);
}

/// <summary>Reads what a scope asks for, as it is now: every privilege, and every key behind it.</summary>
internal static class ReviewPopulation
{
    private static IQueryable<PrivilegePath> WaysIn(this PortalDb db, TenantId tenant, ReviewScope scope, DateTimeOffset now)
    {
        var integrations = db.Integrations.Where(i => i.TenantId == tenant && (i.Status == IntegrationStatus.Active || i.Status == IntegrationStatus.Suspended));
        if (scope.Environment is { } environment)
            integrations = integrations.Where(i => i.Environment == environment);
        if (scope.Kind is { } kind)
            integrations = integrations.Where(i => i.Kind == kind);
        if (scope.Vendor is { } vendor)
            integrations = integrations.Where(i => i.VendorId == vendor);
        if (scope.UnattestedDays is { } days)
        {
            var since = now.AddDays(-days);
            integrations = integrations.Where(i => !db.Ownerships.Any(o => o.IntegrationId == i.Id && o.ClosedAt == null && o.AttestedAt != null)
                || db.Ownerships.Any(o => o.IntegrationId == i.Id && o.ClosedAt == null && o.AttestedAt < since));
        }

        // What an action can do is looked up in a moment and leaves most ways out; who confirmed what is asked of the rest.
        var ways = db.Paths.Where(p => p.RemovedAt == null);
        if (scope.Target is { } target)
            ways = ways.Where(p => p.TargetId == target);
        if (scope.CreatesAdministrators)
            ways = ways.Where(p => db.Actions.Any(a => a.Name == p.ActionName && a.Class == ActionClass.CreatesAdmin));
        if (scope.RiskFrom is { } from)
        {
            var levels = Enum.GetValues<RiskLevel>().Where(level => level >= from).ToList();
            ways = ways.Where(p => db.Actions.Any(a => a.Name == p.ActionName && levels.Contains(a.Risk)));
        }

        if (scope.OwnedBy is { } owner)
            ways = ways.Where(p => db.Ownerships.Any(o => o.PersonId == owner && o.ClosedAt == null && (o.IntegrationId == p.IntegrationId || o.TargetId == p.TargetId)));
        // Few ways are asked for their integration; where nothing else narrows them, the integrations found lead to theirs.
        return scope.Target is null && scope.OwnedBy is null
            ? ways.Where(p => integrations.Select(i => i.Id).Contains(p.IntegrationId))
            : ways.Where(p => integrations.Any(i => i.Id == p.IntegrationId));
    }

    /// <summary>In the order of the items.</summary>
    public static async Task<IReadOnlyList<Found>> PopulationAsync(this PortalDb db, TenantId tenant, ReviewScope scope, DateTimeOffset now, CancellationToken cancellation)
    {
        var ways = await (from path in db.WaysIn(tenant, scope, now).AsNoTracking()
                          join target in db.Targets on path.TargetId equals target.Id
                          join action in db.Actions on path.ActionName equals action.Name
                          select new { Path = path, TargetKey = target.Key, TargetName = target.Name, action.Title, action.Risk }).ToListAsync(cancellation);
        // The scope is asked once; whatever hangs on what it found is read by its keys.
        var ids = ways.Select(way => way.Path.IntegrationId).Distinct().ToList();
        var integrations = await db.Integrations.AsNoTracking().Where(i => EF.Parameter(ids).Contains(i.Id)).ToDictionaryAsync(i => i.Id, cancellation);
        var vendors = await db.Vendors.AsNoTracking().Where(v => v.TenantId == tenant).Select(v => new { v.Id, v.Name }).ToDictionaryAsync(v => v.Id, v => v.Name, cancellation);
        string? Vendor(Integration integration) => integration.VendorId is { } id ? vendors.GetValueOrDefault(id) : null;
        var found = ways.ConvertAll(way => new Found(
            new()
            {
                Kind = ReviewItemKind.Privilege,
                Tenant = tenant,
                Integration = way.Path.IntegrationId,
                Key = integrations[way.Path.IntegrationId].Key,
                Target = way.Path.TargetId,
                TargetKey = way.TargetKey,
                Path = way.Path.Id,
                Action = way.Path.ActionName,
                Pattern = way.Path.ResourcePattern,
                Risk = way.Risk,
            },
            integrations[way.Path.IntegrationId], Vendor(integrations[way.Path.IntegrationId]), way.Title, way.TargetName, way.Path.ApprovedAt, null));
        if (scope.Keys && ways.Count > 0)
        {
            // Whoever owns the riskiest target a key reaches is asked about it, where it opens none in particular.
            var reach = found.GroupBy(f => f.Subject.Integration).ToDictionary(g => g.Key, g => ReviewSubject.InOrder(g, f => f.Subject)[0].Subject);
            var names = ways.Select(w => (w.Path.TargetId, w.TargetKey, w.TargetName)).Distinct().ToDictionary(w => w.TargetId, w => w);
            var keys = await db.Credentials.AsNoTracking().Where(c => c.Status == CredentialStatus.Active && EF.Parameter(ids).Contains(c.IntegrationId)).ToListAsync(cancellation);
            foreach (var key in keys)
            {
                var (most, its) = (reach[key.IntegrationId], integrations[key.IntegrationId]);
                var opens = key.TargetId is { } at && names.ContainsKey(at) ? at : most.Target!.Value;
                found.Add(new(
                    new()
                    {
                        Kind = ReviewItemKind.Credential,
                        Tenant = tenant,
                        Integration = key.IntegrationId,
                        Key = its.Key,
                        Target = opens,
                        TargetKey = names[opens].TargetKey,
                        Credential = key.Id,
                        Label = key.Label,
                        Risk = most.Risk,
                    },
                    its, Vendor(its), key.Label, names[opens].TargetName, key.IssuedAt, key));
            }
        }

        return ReviewSubject.InOrder(found, f => f.Subject);
    }
}
