using System.Collections.Frozen;
using NhiPortal.Data.Seed.Demo;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Seed.Large;

/// <summary>The picture that the rules would judge one integration of the large organisation by.</summary>
internal static class LargeFacts
{
    public static Basis BasisOf(this LargeWorld world, LargeIntegration from, PrivilegedAction action, ApprovalRule rule)
    {
        var (integration, tenant) = (from.Integration, world.Demo.Tenants.Values.First(tenant => tenant.Id == from.Integration.TenantId));
        var facts = new AccessFacts
        {
            Id = integration.Id,
            Tenant = tenant.Id,
            TenantKey = tenant.Key,
            Key = integration.Key,
            Name = integration.Name,
            Purpose = integration.Purpose,
            Environment = integration.Environment,
            Vendor = world.Demo.Vendors.Values.FirstOrDefault(vendor => vendor.Id == integration.VendorId)?.Key,
            Kind = integration.Kind,
            Status = integration.Status,
            EndOfLife = integration.EndOfLife,
            BusinessOwner = Owner(from.Business),
            IamOwner = Owner(from.Iam),
            Targets = from.Paths.GroupBy(path => path.TargetId).Select(group => world.Targets[tenant.Id].First(target => target.Target.Id == group.Key) switch
            {
                var on => new TargetFact(
                    on.Target.Id, on.Target.Key, on.Target.Name, on.Target.Criticality, on.Target.Environment, on.Holder is null ? null : Owner(on.Holder),
                    group.GroupBy(path => path.ActionName).ToFrozenDictionary(ways => ways.Key, ways => Path(world.Demo.Actions[ways.Key], [.. ways.Select(way => way.ResourcePattern)], rule))),
            }).ToFrozenDictionary(target => target.Key),
            Grants = [],
        };
        var target = facts.Targets[from.Target.Target.Key];
        return facts.BasisOf(target, target.Actions[action.Name]);
    }

    private static PathFact Path(PrivilegedAction action, IReadOnlyList<string> patterns, ApprovalRule rule) =>
        new(action.Name, action.Title, action.Class, action.Risk, action.ResourceType, action.MeaningfulFields, patterns) { Rule = rule };

    // Owners are told apart by their ids alone.
    private static OwnerFact Owner(Ownership held) => new(held.Role, held.PersonId, "", true, false, held.HoldsUntil);
}
