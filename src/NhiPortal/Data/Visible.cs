using NhiPortal.Domain;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;
using NhiPortal.SignIn;

namespace NhiPortal.Data;

/// <summary>
/// Least view: role holders see their tenants, everybody else what they own or are asked to own, and what reaches a
/// target they own; of requests also those they decided, asked for, or could have decided while they owned. Every list and
/// every single look-up goes through here, so not-found and not-yours are the same.
/// </summary>
public static class Visible
{
    public static IQueryable<Integration> To(this IQueryable<Integration> integrations, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return integrations.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        return integrations.Where(integration =>
            db.Ownerships.Any(o => o.PersonId == person && o.ClosedAt == null && o.IntegrationId == integration.Id)
            || db.Paths.Any(p => p.IntegrationId == integration.Id && p.RemovedAt == null && db.Ownerships.Any(o => o.PersonId == person && o.ClosedAt == null && o.TargetId == p.TargetId)));
    }

    public static IQueryable<TargetSystem> To(this IQueryable<TargetSystem> targets, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
        {
            var tenants = actor.Tenants?.ToList();
            return tenants is null ? targets : targets.Where(target => tenants.Contains(target.TenantId));
        }

        var person = actor.Person ?? default;
        return targets.Where(target =>
            db.Ownerships.Any(o => o.PersonId == person && o.ClosedAt == null && o.TargetId == target.Id)
            || db.Paths.Any(p => p.TargetId == target.Id && p.RemovedAt == null && db.Ownerships.Any(o => o.PersonId == person && o.ClosedAt == null && o.IntegrationId == p.IntegrationId)));
    }

    public static IQueryable<AccessRequest> To(this IQueryable<AccessRequest> requests, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
        {
            var tenants = actor.Tenants?.ToList();
            return tenants is null ? requests : requests.Where(request => tenants.Contains(request.TenantId));
        }

        var person = actor.Person ?? default;
        return requests.Where(request => request.RequestedById == person
            || request.Decisions.Any(decision => decision.PersonId == person)
            || db.Ownerships.Any(o => o.PersonId == person && (o.IntegrationId == request.IntegrationId || o.TargetId == request.TargetId)));
    }

    public static IQueryable<Grant> To(this IQueryable<Grant> grants, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
        {
            var tenants = actor.Tenants?.ToList();
            return tenants is null ? grants : grants.Where(grant => tenants.Contains(grant.TenantId));
        }

        var person = actor.Person ?? default;
        return grants.Where(grant =>
            db.Ownerships.Any(o => o.PersonId == person && o.ClosedAt == null && (o.IntegrationId == grant.IntegrationId || o.TargetId == grant.TargetId)));
    }

    public static IQueryable<Finding> To(this IQueryable<Finding> findings, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
        {
            var tenants = actor.Tenants?.ToList();
            return tenants is null ? findings : findings.Where(finding => tenants.Contains(finding.TenantId));
        }

        var person = actor.Person ?? default;
        // Either side may be empty here, and nothing is not the same thing as nothing.
        return findings.Where(finding => finding.AssigneeId == person
            || db.Ownerships.Any(o => o.PersonId == person && o.ClosedAt == null
                && ((o.IntegrationId != null && o.IntegrationId == finding.IntegrationId) || (o.TargetId != null && o.TargetId == finding.TargetId))));
    }

    /// <summary>Those of the tenants given; null stands for every tenant.</summary>
    public static IQueryable<Integration> InTenants(this IQueryable<Integration> integrations, IReadOnlyList<TenantId>? tenants) => tenants switch
    {
        null => integrations,
        // One tenant lets the tenant-first indexes order the list.
        [var only] => integrations.Where(integration => integration.TenantId == only),
        // Several are tested row by row: searched for by index, they would have to be sorted as a whole.
        _ => integrations.Where(integration => (tenants.Contains(integration.TenantId) ? 1 : 0) > 0),
    };
}
