using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>Reads the passport of one integration by its key; null when there is none, or none this actor may see.</summary>
public sealed class PassportQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<Passport?> RunAsync(Actor actor, string key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var found = await (from integration in db.Integrations.AsNoTracking().To(actor, db)
                           where integration.Key == key
                           join tenant in db.Tenants on integration.TenantId equals tenant.Id
                           select new { Row = integration, TenantKey = tenant.Key, TenantName = tenant.Name }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var row = found.Row;
        var vendor = await VendorAsync(db, row.VendorId, cancellation);
        var paths = await PathsAsync(db, row.Id, cancellation);
        var open = await db.OpenOwnersAsync([row.Id], [.. paths.Select(path => path.Target.Id).Distinct()], now, cancellation);
        CellView Own(OwnerRole role) => open.Cell(new OwnerCell(role, row.Id, null), row.Key);
        var (business, iam, security) = (Own(OwnerRole.BusinessOwner), Own(OwnerRole.IamOwner), Own(OwnerRole.SecurityOperations));
        var live = await db.Grants.AsNoTracking().Where(g => g.IntegrationId == row.Id && g.Status == GrantStatus.Active && g.Until > now)
            .GroupBy(g => new { g.TargetId, g.ActionName }).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        var policy = await PolicyAsync(db, cancellation);
        ApprovalRule? Rule(Reach reach) => policy?.Match(new PolicySubject(
            row.Kind, reach.Action.Class, reach.Action.Risk, reach.Target.Criticality, reach.Target.Environment, found.TenantKey));
        var owned = new[] { business, iam, security }.Any(cell => cell.Holder is { Holds: true } holder && holder.Person == actor.Person);
        return new()
        {
            Id = row.Id,
            Key = row.Key,
            Name = row.Name,
            Purpose = row.Purpose,
            TenantName = found.TenantName,
            Kind = row.Kind,
            Environment = row.Environment,
            Status = row.Status,
            StatusReason = row.StatusReason,
            Vendor = vendor?.Name,
            VendorKey = vendor?.Key,
            ContractOwner = vendor?.ContractOwner,
            RegisteredAt = row.RegisteredAt,
            EndOfLife = row.EndOfLife,
            Standing = row.Standing,
            LongestMinutes = paths.Select(path => Rule(path)?.LongestGrantMinutes).Max(),
            AttestationDays = OwnerRoles.AttestationDays(OwnerRole.BusinessOwner, row.Kind),
            Owners = [business, iam, security],
            Ways = [.. paths.GroupBy(path => path.Target.Id).Select(way =>
            {
                var target = way.First().Target;
                var owner = open.Way(business, iam, new OwnerCell(OwnerRole.SystemOwner, null, target.Id), target.Key);
                return new PassportWay
                {
                    Key = target.Key,
                    Name = target.Name,
                    Store = target.Store,
                    Criticality = target.Criticality,
                    Owner = owner,
                    Gap = OwnershipGap.OnTheWay(row.Key, business.Fact, iam.Fact, target.Key, owner.Fact, now),
                    Paths = [.. way.OrderByDescending(path => path.Action.Risk).ThenBy(path => path.Action.Name, StringComparer.Ordinal).Select(path => new PassportPath(
                        path.Action.Name, path.Action.Title, path.Action.Class, path.Action.Risk, path.Action.ResourceType, path.Pattern, Rule(path),
                        live.Find(l => l.Key.TargetId == target.Id && l.Key.ActionName == path.Action.Name)?.Count ?? 0))],
                };
            }).OrderBy(way => way.Key, StringComparer.OrdinalIgnoreCase)],
            Identities = await IdentitiesAsync(db, row.Id, cancellation),
            Credentials = await db.Credentials.AsNoTracking().Where(c => c.IntegrationId == row.Id && c.Status != CredentialStatus.Superseded).OrderBy(c => c.ExpiresAt)
                .Select(c => new PassportCredential(c.Id, c.Status, c.Shared, c.DueAt, c.NoticeAt, db.Rotations.Any(r => r.CredentialId == c.Id && r.EndedAt == null), c.Kind, c.Label, c.KeptIn, c.IssuedAt, c.ExpiresAt, c.LastRotatedAt, c.LastUsedAt, c.LongLived, c.RevokedAt)).ToListAsync(cancellation),
            Works = row.Status == IntegrationStatus.Active && (row.EndOfLife is null || now < row.EndOfLife),
            MaySuspend = row.Status == IntegrationStatus.Active && (owned || Permissions.Allows(actor, Permission.SuspendIntegrations)),
            MayEnterCredentials = row.Status != IntegrationStatus.Retired && (owned || Permissions.Allows(actor, Permission.ManageCredentials)),
            MayChange = Permissions.Allows(actor, Permission.RegisterIntegrations),
            MayResume = row.Status == IntegrationStatus.Suspended && Permissions.Allows(actor, Permission.ResumeIntegrations),
        };
    }

    private static Task<List<Reach>> PathsAsync(PortalDb db, IntegrationId id, CancellationToken cancellation) =>
        (from path in db.Paths.AsNoTracking()
         where path.IntegrationId == id && path.RemovedAt == null
         join target in db.Targets on path.TargetId equals target.Id
         join action in db.Actions on path.ActionName equals action.Name
         select new Reach(target, action, path.ResourcePattern)).ToListAsync(cancellation);

    private static Task<List<PassportIdentity>> IdentitiesAsync(PortalDb db, IntegrationId id, CancellationToken cancellation) =>
        (from workload in db.Workloads.AsNoTracking()
         where workload.IntegrationId == id
         join issuer in db.Issuers on workload.Issuer equals issuer.Issuer into issuers
         from issuer in issuers.DefaultIfEmpty()
         orderby workload.AddedAt
         select new PassportIdentity(workload.Issuer, issuer.Name, workload.Subject, workload.AddedAt, workload.RetiredAt)).ToListAsync(cancellation);

    private static Task<VendorNames?> VendorAsync(PortalDb db, VendorId? id, CancellationToken cancellation) => id is null
        ? Task.FromResult<VendorNames?>(null)
        : db.Vendors.AsNoTracking().Where(v => v.Id == id)
            .Select(v => new VendorNames(v.Key, v.Name, db.People.Where(p => p.Id == v.ContractOwnerId).Select(p => p.Name).FirstOrDefault())).SingleOrDefaultAsync(cancellation);

    private static async Task<ApprovalPolicy?> PolicyAsync(PortalDb db, CancellationToken cancellation)
    {
        var version = await db.Policies.AsNoTracking().OrderByDescending(p => p.Number).FirstOrDefaultAsync(cancellation);
        return version is not null && ApprovalPolicy.Create(version.Rules) is { Succeeded: true } policy ? policy.Value : null;
    }

    private sealed record Reach(TargetSystem Target, PrivilegedAction Action, string Pattern);

    private sealed record VendorNames(string Key, string Name, string? ContractOwner);
}
