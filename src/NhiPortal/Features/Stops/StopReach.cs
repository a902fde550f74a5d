using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Executions;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Stops;
using NhiPortal.Domain.Targets;
using NhiPortal.Domain.Unattended;

namespace NhiPortal.Features.Stops;

/// <summary>An account that the register knows as an integration's own on a target.</summary>
internal sealed record HeldAccount(IntegrationId Integration, string IntegrationName, TenantId Tenant, TargetId Target, string TargetKey, string Account);

/// <summary>What lies under a thing that is stopped. The dry run and the stop itself ask here, so that they cannot differ.</summary>
internal static class StopReach
{
    private static readonly string OnTarget = WorkloadIdentity.OnTarget("");

    /// <summary>Integrations that stop; of a target, those that reach it.</summary>
    public static IQueryable<Integration> IntegrationsUnder(this PortalDb db, StopScope scope, Guid thing)
    {
        var (integration, vendor, target, tenant) = (new IntegrationId(thing), new VendorId(thing), new TargetId(thing), new TenantId(thing));
        return db.Integrations.Where(i => i.Status != IntegrationStatus.Retired).Where(scope switch
        {
            StopScope.Integration => i => i.Id == integration,
            StopScope.Vendor => i => i.VendorId == vendor,
            StopScope.Tenant => i => i.TenantId == tenant,
            _ => i => db.Paths.Any(p => p.IntegrationId == i.Id && p.TargetId == target && p.RemovedAt == null),
        });
    }

    public static IQueryable<TargetSystem> TargetsUnder(this PortalDb db, StopScope scope, Guid thing)
    {
        var (target, tenant) = (new TargetId(thing), new TenantId(thing));
        var reached = db.PathsUnder(scope, thing).Select(p => p.TargetId);
        return scope switch
        {
            StopScope.Target => db.Targets.Where(t => t.Id == target),
            StopScope.Tenant => db.Targets.Where(t => t.TenantId == tenant || reached.Contains(t.Id)),
            _ => db.Targets.Where(t => reached.Contains(t.Id)),
        };
    }

    public static IQueryable<PrivilegePath> PathsUnder(this PortalDb db, StopScope scope, Guid thing)
    {
        var (target, under) = (new TargetId(thing), db.IntegrationsUnder(scope, thing).Select(i => i.Id));
        return scope == StopScope.Target ? db.Paths.Where(p => p.TargetId == target && p.RemovedAt == null) : db.Paths.Where(p => p.RemovedAt == null && under.Contains(p.IntegrationId));
    }

    /// <summary>Grants that still have time.</summary>
    public static IQueryable<Grant> GrantsUnder(this PortalDb db, StopScope scope, Guid thing, DateTimeOffset now)
    {
        var live = db.Grants.Where(g => g.Status == GrantStatus.Active && g.Until > now && !(g.Uses == 0 && g.FirstUseBy <= now));
        var (target, tenant, under) = (new TargetId(thing), new TenantId(thing), db.IntegrationsUnder(scope, thing).Select(i => i.Id));
        return scope switch
        {
            StopScope.Target => live.Where(g => g.TargetId == target),
            StopScope.Tenant => live.Where(g => g.TenantId == tenant || db.Targets.Any(t => t.Id == g.TargetId && t.TenantId == tenant)),
            _ => live.Where(g => under.Contains(g.IntegrationId)),
        };
    }

    public static IQueryable<AccessRequest> RequestsUnder(this PortalDb db, StopScope scope, Guid thing, DateTimeOffset now)
    {
        var waiting = db.Requests.Where(r => r.Status == RequestStatus.Pending && r.ExpiresAt > now);
        var (target, tenant, under) = (new TargetId(thing), new TenantId(thing), db.IntegrationsUnder(scope, thing).Select(i => i.Id));
        return scope switch
        {
            StopScope.Target => waiting.Where(r => r.TargetId == target),
            StopScope.Tenant => waiting.Where(r => r.TenantId == tenant || db.Targets.Any(t => t.Id == r.TargetId && t.TenantId == tenant)),
            _ => waiting.Where(r => under.Contains(r.IntegrationId)),
        };
    }

    /// <summary>What integrations hold on targets by themselves, as far as the register knows: their identities there, and what their credentials sign in as.</summary>
    public static async Task<List<HeldAccount>> AccountsUnderAsync(this PortalDb db, StopScope scope, Guid thing, int most, CancellationToken cancellation)
    {
        var (one, tenant, under) = (new TargetId(thing), new TenantId(thing), db.IntegrationsUnder(scope, thing).Select(i => i.Id));
        var held = new List<HeldAccount>();
        foreach (var standing in new[] { Identities(db), SignedInAs(db), BeingRotated(db, false), BeingRotated(db, true) })
            held.AddRange(await standing.Where(scope switch
            {
                StopScope.Target => row => row.There.Id == one,
                StopScope.Tenant => row => row.Integration.TenantId == tenant || row.There.TenantId == tenant,
                _ => row => under.Contains(row.Integration.Id),
            }).OrderBy(row => row.There.Key).ThenBy(row => row.Account).Take(most)
                .Select(row => new HeldAccount(row.Integration.Id, row.Integration.Name, row.There.TenantId, row.There.Id, row.There.Key, row.Account)).ToListAsync(cancellation));
        return [.. held.DistinctBy(account => (account.Target, account.Account)).Take(most)];
    }

    private static IQueryable<Standing> Identities(PortalDb db)
    {
        // What the sweep took out of the register may live on its target until somebody takes it away there.
        var retired = db.Workloads.Where(w => w.RetiredAt != null && db.Revocations.Any(r => r.IntegrationId == w.IntegrationId
                && r.Items.Any(item => item.Kind == TakenKind.Identity && item.TakenAt == w.RetiredAt && item.RestoredAt == null && item.ConfirmedAt == null))
            && !db.Workloads.Any(other => other.Issuer == w.Issuer && other.Subject == w.Subject && other.RetiredAt == null)).Select(w => w.Id);
        return from workload in db.Workloads
               where (workload.RetiredAt == null || retired.Contains(workload.Id)) && workload.Issuer.StartsWith(OnTarget)
               join integration in db.Integrations on workload.IntegrationId equals integration.Id
               from target in db.Targets
               where workload.Issuer == OnTarget + target.Key
               select new Standing { Account = workload.Subject, Integration = integration, There = target };
    }

    /// <summary>A rotation gives an account a second name, and the stop must not look for the first alone.</summary>
    private static IQueryable<Standing> SignedInAs(PortalDb db) =>
        from credential in db.Credentials
        where credential.Status == CredentialStatus.Active && credential.Account != null
        join integration in db.Integrations on credential.IntegrationId equals integration.Id
        join target in db.Targets on credential.TargetId equals (TargetId?)target.Id
        select new Standing { Account = credential.Account!, Integration = integration, There = target };

    private static IQueryable<Standing> BeingRotated(PortalDb db, bool made) =>
        from rotation in db.Rotations
        where rotation.EndedAt == null && rotation.TargetId != null && (made ? rotation.Touched && rotation.NewAccount != null : rotation.Account != null)
        join integration in db.Integrations on rotation.IntegrationId equals integration.Id
        join target in db.Targets on rotation.TargetId equals (TargetId?)target.Id
        select new Standing { Account = made ? rotation.NewAccount! : rotation.Account!, Integration = integration, There = target };

    private sealed class Standing
    {
        public required string Account { get; init; }
        public required Integration Integration { get; init; }
        public required TargetSystem There { get; init; }
    }

    /// <summary>Switching off ends whatever the account is a member of, and leaves its traces.</summary>
    public static TargetChange SwitchedOff(string account) => new() { Account = account, Enabled = false };

    public static Guid Thing(this Stop stop) => stop.Scope switch
    {
        StopScope.Integration => stop.IntegrationId!.Value.Value,
        StopScope.Vendor => stop.VendorId!.Value.Value,
        StopScope.Target => stop.TargetId!.Value.Value,
        _ => stop.TenantId.Value,
    };
}
