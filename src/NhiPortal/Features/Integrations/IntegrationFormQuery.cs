using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Integrations.Drafts;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Integrations;

/// <summary>What the forms that describe an integration offer: keys and names, never more than a form can hold.</summary>
public sealed record IntegrationFormChoices(
    IReadOnlyList<(string Key, string Name, TenantId Id)> Tenants, IReadOnlyList<(string Key, string Name)> Vendors,
    IReadOnlyList<(string Key, string Name)> Targets, IReadOnlyList<PrivilegedAction> Actions, IReadOnlyList<(string Issuer, string Name)> Issuers);

/// <summary>One open path of an integration that is being changed.</summary>
public sealed record OpenPath(PathId Id, string Target, string TargetName, string Action, string Title, string Pattern);

/// <summary>One live identity of it.</summary>
public sealed record LiveIdentity(WorkloadId Id, string Issuer, string Subject);

/// <summary>An integration as the form to change it shows it.</summary>
public sealed record EditedIntegration(
    IntegrationId Id, string Key, IntegrationStatus Status, int Version, int LiveGrants, IntegrationDraft Draft, IReadOnlyList<OpenPath> Paths, IReadOnlyList<LiveIdentity> Identities);

/// <summary>A form: what it offers, and the integration it is about when there is one.</summary>
public sealed record IntegrationForm(IntegrationFormChoices Choices, EditedIntegration? Edited);

/// <summary>Reads what registering and changing an integration needs; null for whoever may do neither.</summary>
public sealed class IntegrationFormQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private const int Most = 500;

    /// <param name="actor">Who fills the form in.</param>
    /// <param name="key">The integration to change; null for a new one.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IntegrationForm?> RunAsync(Actor actor, string? key, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var edited = key is null ? null : await EditedAsync(db, actor, key, cancellation);
        if (!Permissions.Allows(actor, Permission.RegisterIntegrations) || (key is not null && edited is null))
            return null;
        var allowed = actor.Tenants?.ToList();
        var tenants = await db.Tenants.AsNoTracking().Where(t => allowed == null || allowed.Contains(t.Id)).OrderBy(t => t.Name).Take(Most).ToListAsync(cancellation);
        var vendors = await db.Vendors.AsNoTracking().IgnoreAutoIncludes().Where(v => allowed == null || allowed.Contains(v.TenantId)).OrderBy(v => v.Name)
            .Select(v => new { v.Key, v.Name }).Take(Most).ToListAsync(cancellation);
        var targets = await db.Targets.AsNoTracking().To(actor, db).OrderBy(t => t.Name).Select(t => new { t.Key, t.Name }).Take(Most).ToListAsync(cancellation);
        var issuers = await db.Issuers.AsNoTracking().OrderBy(i => i.Name).Select(i => new { i.Issuer, i.Name }).Take(Most).ToListAsync(cancellation);
        return new(
            new([.. tenants.Select(t => (t.Key, t.Name, t.Id))], [.. vendors.Select(v => (v.Key, v.Name))], [.. targets.Select(t => (t.Key, t.Name))],
                await db.Actions.AsNoTracking().OrderBy(a => a.Title).ToListAsync(cancellation), [.. issuers.Select(i => (i.Issuer, i.Name))]),
            edited);
    }

    private async Task<EditedIntegration?> EditedAsync(PortalDb db, Actor actor, string key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var row = await db.Integrations.AsNoTracking().To(actor, db).SingleOrDefaultAsync(i => i.Key == key, cancellation);
        if (row is null)
            return null;
        return new(
            row.Id, row.Key, row.Status, row.Version,
            await db.Grants.CountAsync(g => g.IntegrationId == row.Id && g.Status == Domain.Grants.GrantStatus.Active && g.Until > now, cancellation),
            new IntegrationDraft
            {
                Key = row.Key,
                Name = row.Name,
                Purpose = row.Purpose,
                Kind = row.Kind.ToString(),
                Environment = row.Environment.ToString(),
                Vendor = await db.Vendors.Where(v => v.Id == row.VendorId).Select(v => v.Key).SingleOrDefaultAsync(cancellation),
                EndOfLife = KnownRow.Day(row.EndOfLife),
            },
            await (from path in db.Paths.AsNoTracking()
                   where path.IntegrationId == row.Id && path.RemovedAt == null
                   join target in db.Targets on path.TargetId equals target.Id
                   join action in db.Actions on path.ActionName equals action.Name
                   orderby target.Key, action.Name
                   select new OpenPath(path.Id, target.Key, target.Name, action.Name, action.Title, path.ResourcePattern)).ToListAsync(cancellation),
            await db.Workloads.AsNoTracking().Where(w => w.IntegrationId == row.Id && w.RetiredAt == null).OrderBy(w => w.AddedAt)
                .Select(w => new LiveIdentity(w.Id, w.Issuer, w.Subject)).ToListAsync(cancellation));
    }
}
