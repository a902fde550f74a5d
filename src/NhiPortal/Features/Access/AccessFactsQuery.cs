using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.AccessRules;
using NhiPortal.Features.Policy;
using NhiPortal.Features.Stops;

namespace NhiPortal.Features.Access;

/// <summary>Reads one integration's complete picture for a decision, in a handful of indexed queries.</summary>
public static class AccessFactsQuery
{
    /// <summary>Ended grants are kept in the picture this long, so that a late call hears why.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    public static async Task<AccessFacts?> AccessFactsAsync(this PortalDb db, IntegrationId id, DateTimeOffset now, CancellationToken cancellation)
    {
        var integration = await db.Integrations.AsNoTracking().Where(i => i.Id == id)
            .Join(db.Tenants, i => i.TenantId, t => t.Id, (i, t) => new { Row = i, Tenant = t.Key, Vendor = db.Vendors.Where(v => v.Id == i.VendorId).Select(v => v.Key).SingleOrDefault() }).SingleOrDefaultAsync(cancellation);
        if (integration is null)
            return null;

        var paths = await (from path in db.Paths.AsNoTracking()
                           where path.IntegrationId == id && path.RemovedAt == null
                           join target in db.Targets on path.TargetId equals target.Id
                           join action in db.Actions on path.ActionName equals action.Name
                           select new { Path = path, Target = target, Action = action }).ToListAsync(cancellation);
        var targetIds = paths.Select(row => row.Target.Id).Distinct().ToList();
        var owners = await (from ownership in db.Ownerships.AsNoTracking()
                            where ownership.ClosedAt == null && ownership.AcceptedAt != null
                                && (ownership.IntegrationId == id || (ownership.TargetId != null && targetIds.Contains(ownership.TargetId.Value)))
                            join person in db.People.IgnoreAutoIncludes() on ownership.PersonId equals person.Id
                            select new { Ownership = ownership, Person = person }).ToListAsync(cancellation);

        var stops = await db.LiveStopsAsync(integration.Row, [.. paths.Select(row => row.Target).DistinctBy(target => target.Id)], cancellation);
        var policy = await db.PolicyInForceAsync(cancellation);
        ApprovalRule? Rule(PrivilegedAction action, TargetSystem target) =>
            policy?.Policy.Match(new PolicySubject(integration.Row.Kind, action.Class, action.Risk, target.Criticality, target.Environment, integration.Tenant));

        OwnerFact? Owner(OwnerRole role, TargetId? target) => owners
            .Where(row => row.Ownership.Role == role && row.Ownership.TargetId == target)
            .Select(row => OwnerFact.Of(row.Ownership, row.Person)).FirstOrDefault();

        return new AccessFacts
        {
            Id = id,
            Tenant = integration.Row.TenantId,
            TenantKey = integration.Tenant,
            Key = integration.Row.Key,
            Name = integration.Row.Name,
            Kind = integration.Row.Kind,
            Status = integration.Row.Status,
            EndOfLife = integration.Row.EndOfLife,
            Purpose = integration.Row.Purpose,
            Environment = integration.Row.Environment,
            Vendor = integration.Vendor,
            Stop = stops.Of(integration.Row),
            BusinessOwner = Owner(OwnerRole.BusinessOwner, null),
            IamOwner = Owner(OwnerRole.IamOwner, null),
            Targets = paths.GroupBy(row => row.Target.Id).Select(group => group.First().Target switch
            {
                var target => new TargetFact(
                    target.Id, target.Key, target.Name, target.Criticality, target.Environment, Owner(OwnerRole.SystemOwner, target.Id),
                    group.GroupBy(row => row.Action.Name).ToFrozenDictionary(actions => actions.Key, actions => actions.First().Action switch
                    {
                        var action => new PathFact(
                            action.Name, action.Title, action.Class, action.Risk, action.ResourceType, action.MeaningfulFields,
                            [.. actions.Select(row => row.Path.ResourcePattern)])
                        {
                            Rule = Rule(action, target),
                        },
                    }))
                {
                    Stop = stops.Of(target),
                },
            }).ToFrozenDictionary(target => target.Key),
            Grants = await db.GrantFactsAsync(id, now, cancellation),
            Frozen = [.. (await db.Revocations.AsNoTracking().Where(r => r.FrozenAt != null && r.EndedAt == null && (r.IntegrationId == id || (r.IntegrationId == null && r.TargetId != null && EF.Parameter(targetIds).Contains(r.TargetId.Value))))
                .Select(r => new { r.IntegrationId, r.TargetId, r.Label, r.Why }).ToListAsync(cancellation)).Select(r => new Freeze(r.IntegrationId is null ? r.TargetId : null, $"nobody attends to {r.Label}. {r.Why}"))],
            Rules = await db.RulesInForceAsync(integration.Row.TenantId, cancellation),
        }.MarkDrift();
    }

    private static async Task<IReadOnlyList<GrantFact>> GrantFactsAsync(this PortalDb db, IntegrationId id, DateTimeOffset now, CancellationToken cancellation)
    {
        var since = now - Memory;
        var grants = await db.Grants.AsNoTracking().Where(grant => grant.IntegrationId == id && grant.Until > since).ToListAsync(cancellation);
        if (grants.Count == 0)
            return [];
        var approvers = (await (from grant in db.Grants
                                where grant.IntegrationId == id && grant.Until > since
                                join decision in db.Set<ApprovalDecision>() on grant.RequestId equals decision.RequestId
                                where decision.Verdict == Verdict.Approve
                                join person in db.People on decision.PersonId equals person.Id
                                select new { decision.RequestId, Fact = new ApproverFact(person.Id, person.Name, decision.Role) { ByBreakGlass = decision.ByBreakGlass } }).ToListAsync(cancellation))
            .ToLookup(row => row.RequestId, row => row.Fact);
        return [.. grants.Select(grant => new GrantFact(
            grant.Id, grant.WorkloadId, grant.ActionName, grant.TargetId, grant.ResourceId, grant.BindingHash, grant.From, grant.Until, grant.UseLimit,
            grant.Uses, grant.Status, grant.RequestId, [.. approvers[grant.RequestId]])
        {
            FirstUseBy = grant.FirstUseBy,
            Basis = grant.BasisHash,
        })];
    }
}
