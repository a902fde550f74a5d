using System.Collections.Frozen;
using NhiPortal.Domain;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Data.Seed.Demo;

/// <summary>The pictures the rules judge by, taken from the demo as it stands at a moment of its history.</summary>
internal static class DemoFacts
{
    public static AccessFacts FactsOf(this DemoWorld world, Integration integration, DateTimeOffset at) => new AccessFacts
    {
        Id = integration.Id,
        Tenant = integration.TenantId,
        TenantKey = world.Tenants.Values.First(tenant => tenant.Id == integration.TenantId).Key,
        Key = integration.Key,
        Name = integration.Name,
        Kind = integration.Kind,
        Status = integration.Status,
        EndOfLife = integration.EndOfLife,
        Purpose = integration.Purpose,
        Environment = integration.Environment,
        Vendor = world.Vendors.Values.FirstOrDefault(vendor => vendor.Id == integration.VendorId)?.Key,
        Stop = world.Stops.Find(stop => stop.IntegrationId == integration.Id && stop.At <= at && stop.IsLive) is { } stop ? new StopFact(stop.Scope, stop.Key) : null,
        BusinessOwner = world.OwnerOf(new Cell(OwnerRole.BusinessOwner, integration.Id, null)),
        IamOwner = world.OwnerOf(new Cell(OwnerRole.IamOwner, integration.Id, null)),
        Targets = world.Paths.Where(path => path.IntegrationId == integration.Id && path.RemovedAt is null)
            .GroupBy(path => path.TargetId).Select(group => world.TargetFactOf(integration, group.Key, group)).ToFrozenDictionary(fact => fact.Key),
        Grants = [.. world.Grants.Where(grant => grant.IntegrationId == integration.Id && grant.Until > at.AddDays(-1)).Select(grant => new GrantFact(
            grant.Id, grant.WorkloadId, grant.ActionName, grant.TargetId, grant.ResourceId, grant.BindingHash, grant.From, grant.Until, grant.UseLimit,
            grant.Uses, grant.Status, grant.RequestId, world.ApproversOf(grant.RequestId)) { FirstUseBy = grant.FirstUseBy, Basis = grant.BasisHash })],
    }.MarkDrift();

    public static ApproverFacts ApproverOf(this DemoWorld world, AccessRequest request, PersonId id, DateTimeOffset at)
    {
        var person = world.Of(id);
        var held = world.Ownerships.Where(o => o.PersonId == id && o.ClosedAt is null && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId));
        var since = at.AddDays(-request.ControllerDays);
        return new ApproverFacts
        {
            Person = id,
            Active = person.Active,
            InTenant = person.BelongsTo(request.TenantId),
            Accounts = new HashSet<string>([person.ObjectId, person.Mail, person.Name], StringComparer.OrdinalIgnoreCase),
            RolesHeld = held.Where(o => o.HoldsAt(at, person is { Active: true, External: false })).Select(o => o.Role).ToHashSet(),
            Controllers = [.. world.Shapers.Where(s => s.Integration == request.IntegrationId && s.At > since).Select(s => new ControllingPerson(s.Person, "you changed it."))],
            DeputyOf = world.Ownerships.Where(o => o.DeputyId == id && o.ClosedAt is null).Select(o => o.PersonId).ToHashSet(),
        };
    }

    private static IReadOnlyList<ApproverFact> ApproversOf(this DemoWorld world, RequestId id) =>
        [.. world.Requests.First(request => request.Id == id).Decisions.Where(decision => decision.Verdict == Verdict.Approve)
            .Select(decision => new ApproverFact(decision.PersonId, world.Of(decision.PersonId).Name, decision.Role) { ByBreakGlass = decision.ByBreakGlass })];

    private static OwnerFact? OwnerOf(this DemoWorld world, Cell cell) =>
        world.Holder(cell) is { } holder ? OwnerFact.Of(holder, world.Of(holder.PersonId)) : null;

    public static ApprovalRule? RuleFor(this DemoWorld world, Integration integration, PrivilegedAction action, TargetSystem target) =>
        ApprovalPolicy.Create(world.Policies[^1].Rules).Value.Match(new PolicySubject(
            integration.Kind, action.Class, action.Risk, target.Criticality, target.Environment, world.Tenants.Values.First(tenant => tenant.Id == integration.TenantId).Key));

    private static TargetFact TargetFactOf(this DemoWorld world, Integration integration, TargetId id, IEnumerable<PrivilegePath> paths)
    {
        var target = world.Of(id);
        return new TargetFact(
            id, target.Key, target.Name, target.Criticality, target.Environment, world.OwnerOf(new Cell(OwnerRole.SystemOwner, null, id)),
            paths.GroupBy(path => path.ActionName).ToFrozenDictionary(group => group.Key, group => world.Actions[group.Key] switch
            {
                var action => new PathFact(
                    action.Name, action.Title, action.Class, action.Risk, action.ResourceType, action.MeaningfulFields, [.. group.Select(path => path.ResourcePattern)])
                {
                    Rule = world.RuleFor(integration, action, target),
                },
            }));
    }
}
