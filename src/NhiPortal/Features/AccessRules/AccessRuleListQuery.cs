using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.AccessRules;

/// <summary>One tenant in a line: which version answers there, and whether somebody writes a new one.</summary>
public sealed record AccessRuleTenant(string Key, string Name, int? Version, DateTimeOffset? PublishedAt, DraftState? Draft);

/// <summary>The tenants whose rules somebody may read; null for those who may read none.</summary>
public sealed class AccessRuleListQuery(IDbContextFactory<PortalDb> databases)
{
    private const int Most = 500;

    public async Task<IReadOnlyList<AccessRuleTenant>?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        var tenants = actor.Tenants?.ToList();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var rows = await db.Tenants.AsNoTracking().Where(t => tenants == null || tenants.Contains(t.Id)).OrderBy(t => t.Name).Take(Most).Select(t => new
        {
            t.Key,
            t.Name,
            Version = db.AccessRuleVersions.Where(v => v.TenantId == t.Id).OrderByDescending(v => v.Number).Select(v => (int?)v.Number).FirstOrDefault(),
            PublishedAt = db.AccessRuleVersions.Where(v => v.TenantId == t.Id).OrderByDescending(v => v.Number).Select(v => (DateTimeOffset?)v.PublishedAt).FirstOrDefault(),
            Draft = db.AccessRuleDrafts.Where(d => d.TenantId == t.Id).Select(d => (DraftState?)d.State).FirstOrDefault(),
        }).ToListAsync(cancellation);
        return [.. rows.Select(row => new AccessRuleTenant(row.Key, row.Name, row.Version, row.PublishedAt, row.Draft))];
    }
}
