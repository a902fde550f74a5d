using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain;
using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Findings;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.People;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Unattended;
using NhiPortal.SignIn;

namespace NhiPortal.Data;

/// <summary>
/// Least view: role holders see their tenants, everybody else what they own or are asked to own, and what reaches a
/// target they own; of requests also those they decided, asked for, or could have decided while they owned, or may as a stand-in, or when it cannot wait. Every list and
/// every single look-up goes through here, so not-found and not-yours are the same.
/// </summary>
public static class Visible
{
    public static IQueryable<Integration> To(this IQueryable<Integration> integrations, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return integrations.InTenants(actor.Tenants?.ToList());
        var (own, targets) = db.OwnedBy(actor, open: true);
        var reaching = db.Paths.Where(p => p.RemovedAt == null && targets.Contains(p.TargetId)).Select(p => p.IntegrationId);
        return integrations.Where(integration => own.Contains(integration.Id) || reaching.Contains(integration.Id));
    }

    public static IQueryable<TargetSystem> To(this IQueryable<TargetSystem> targets, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return targets.InTenants(actor.Tenants?.ToList());
        var (integrations, own) = db.OwnedBy(actor, open: true);
        var reached = db.Paths.Where(p => p.RemovedAt == null && integrations.Contains(p.IntegrationId)).Select(p => p.TargetId);
        return targets.Where(target => own.Contains(target.Id) || reached.Contains(target.Id));
    }

    public static IQueryable<AccessRequest> To(this IQueryable<AccessRequest> requests, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return requests.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        var (integrations, targets) = db.OwnedBy(actor, open: false);
        var standing = db.Delegations.Where(d => d.StandInId == person && d.AcceptedAt != null && d.ClosedAt == null);
        var handed = standing.Where(d => d.RequestId != null).Select(d => d.RequestId!.Value);
        // Lent in the tenant where it is on record, and in the role that is lent.
        var lent = from d in standing.Where(d => d.RequestId == null)
                   join o in db.Ownerships.Where(o => o.ClosedAt == null) on d.LenderId equals o.PersonId
                   where (d.TenantId == o.TenantId ? 1 : 0) > 0 && (d.Role == null || d.Role == o.Role)
                   select o;
        var lentIntegrations = lent.Where(o => o.IntegrationId != null).Select(o => o.IntegrationId!.Value);
        var lentTargets = lent.Where(o => o.TargetId != null).Select(o => o.TargetId!.Value);
        var duty = db.OnDutyFor(actor);
        var decided = db.Set<ApprovalDecision>().Where(decision => decision.PersonId == person).Select(decision => decision.RequestId);
        return requests.Where(request => request.RequestedById == person || decided.Contains(request.Id)
            || integrations.Contains(request.IntegrationId) || targets.Contains(request.TargetId)
            || handed.Contains(request.Id) || lentIntegrations.Contains(request.IntegrationId) || lentTargets.Contains(request.TargetId)
            || duty.Contains(request.TargetId));
    }

    public static IQueryable<BreakGlassUse> To(this IQueryable<BreakGlassUse> uses, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return uses.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        var (integrations, targets) = db.OwnedBy(actor, open: true);
        var duty = db.OnDutyFor(actor);
        return uses.Where(use => use.PersonId == person || integrations.Contains(use.IntegrationId) || targets.Contains(use.TargetId) || duty.Contains(use.TargetId));
    }

    /// <summary>Targets a person steps in for when it cannot wait, as deputy of the system owner or as duty chief, while they belong there.</summary>
    public static IQueryable<TargetId> OnDutyFor(this PortalDb db, Actor actor)
    {
        var person = actor.Person ?? default;
        var named = db.Targets.Where(t => t.DutyChiefId == person).Select(t => t.Id)
            .Concat(db.Ownerships.Where(o => o.DeputyId == person && o.TargetId != null && o.ClosedAt == null && o.AcceptedAt != null).Select(o => o.TargetId!.Value));
        var here = db.People.Where(p => p.Id == person && p.Status == PersonStatus.Active && !p.External);
        return db.Targets.Where(t => named.Contains(t.Id) && here.Any(p => p.TenantId == t.TenantId || p.AlsoIn.Any(also => also.TenantId == t.TenantId))).Select(t => t.Id);
    }

    public static IQueryable<Grant> To(this IQueryable<Grant> grants, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return grants.InTenants(actor.Tenants?.ToList());
        var (integrations, targets) = db.OwnedBy(actor, open: true);
        return grants.Where(grant => integrations.Contains(grant.IntegrationId) || targets.Contains(grant.TargetId));
    }

    /// <summary>A standing pre-approval is seen by whoever sees the request its people approved.</summary>
    public static IQueryable<PreApproval> To(this IQueryable<PreApproval> standing, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return standing.InTenants(actor.Tenants?.ToList());
        var requests = db.Requests.To(actor, db).Select(request => request.Id);
        return standing.Where(given => requests.Contains(given.RequestId));
    }

    /// <summary>Also to whoever stands ready to renew it.</summary>
    public static IQueryable<Credential> To(this IQueryable<Credential> credentials, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return credentials.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        var (integrations, targets) = db.OwnedBy(actor, open: true);
        return credentials.Where(credential => integrations.Contains(credential.IntegrationId) || credential.BackupOwnerId == person
            || (credential.TargetId != null && targets.Contains(credential.TargetId.Value)));
    }

    public static IQueryable<Revocation> To(this IQueryable<Revocation> revocations, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return revocations.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        var (integrations, targets) = db.OwnedBy(actor, open: true);
        return revocations.Where(r => r.OwnerId == person || (r.IntegrationId != null && integrations.Contains(r.IntegrationId.Value)) || (r.TargetId != null && targets.Contains(r.TargetId.Value)));
    }

    /// <summary>Also whoever a line of it concerns.</summary>
    public static IQueryable<Stop> To(this IQueryable<Stop> stops, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
            return stops.InTenants(actor.Tenants?.ToList());
        var person = actor.Person ?? default;
        var (integrations, targets) = db.OwnedBy(actor, open: true);
        var contracts = db.Vendors.Where(v => v.ContractOwnerId == person).Select(v => v.Id);
        var lines = db.StopLines.To(actor, db).Select(line => line.StopId);
        return stops.Where(stop => (stop.IntegrationId != null && integrations.Contains(stop.IntegrationId.Value)) || (stop.TargetId != null && targets.Contains(stop.TargetId.Value))
            || (stop.VendorId != null && contracts.Contains(stop.VendorId.Value)) || lines.Contains(stop.Id));
    }

    public static IQueryable<StopLine> To(this IQueryable<StopLine> lines, Actor actor, PortalDb db)
    {
        if (Permissions.Allows(actor, Permission.SeeTenant))
        {
            var tenants = actor.Tenants?.ToList();
            return tenants is null ? lines : lines.Where(line => db.Stops.Any(stop => stop.Id == line.StopId && tenants.Contains(stop.TenantId)));
        }

        var person = actor.Person ?? default;
        var (integrations, targets) = db.OwnedBy(actor, open: true);
        var contracts = db.Vendors.Where(v => v.ContractOwnerId == person).Select(v => v.Id);
        return lines.Where(line => line.WhoId == person || targets.Contains(line.TargetId) || (line.IntegrationId != null && integrations.Contains(line.IntegrationId.Value))
            || db.Stops.Any(stop => stop.Id == line.StopId && stop.VendorId != null && contracts.Contains(stop.VendorId.Value)));
    }

    /// <summary>Everybody sees themselves.</summary>
    public static IQueryable<Person> To(this IQueryable<Person> people, Actor actor)
    {
        if (!Permissions.Allows(actor, Permission.SeeTenant))
            return people.Where(person => person.Id == (actor.Person ?? default));
        var tenants = actor.Tenants?.ToList();
        return tenants is null ? people : people.Where(person => tenants.Contains(person.TenantId) || person.AlsoIn.Any(also => tenants.Contains(also.TenantId)));
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
    public static IQueryable<T> InTenants<T>(this IQueryable<T> rows, IReadOnlyList<TenantId>? tenants) where T : class => tenants switch
    {
        null => rows,
        // One tenant lets the tenant-first indexes order the list.
        [var only] => rows.Where(row => EF.Property<TenantId>(row, "TenantId") == only),
        // Several are tested row by row: searched for by index, they would have to be sorted as a whole.
        _ => rows.Where(row => (tenants.Contains(EF.Property<TenantId>(row, "TenantId")) ? 1 : 0) > 0),
    };

    // Sets that an index answers, never a question to each row: a list then costs what somebody owns, not what there is.
    private static (IQueryable<IntegrationId> Integrations, IQueryable<TargetId> Targets) OwnedBy(this PortalDb db, Actor actor, bool open)
    {
        var person = actor.Person ?? default;
        var owned = open ? db.Ownerships.Where(o => o.PersonId == person && o.ClosedAt == null) : db.Ownerships.Where(o => o.PersonId == person);
        return (owned.Where(o => o.IntegrationId != null).Select(o => o.IntegrationId!.Value), owned.Where(o => o.TargetId != null).Select(o => o.TargetId!.Value));
    }
}
