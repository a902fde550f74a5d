using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Features.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.AccessRules;

/// <summary>One version, and how it differs from the one before.</summary>
public sealed record AccessRuleVersionView(string TenantKey, string TenantName, AccessRuleLine Line, RulePack? Pack, AccessRuleDifference Difference, bool InForce);

/// <summary>Reads it; null when there is none, or none for this actor.</summary>
public sealed class AccessRuleVersionQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<AccessRuleVersionView?> RunAsync(Actor actor, string tenant, int number, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Tenants.AsNoTracking().SingleOrDefaultAsync(t => t.Key == tenant, cancellation) is not { } row || !actor.SeesTenant(row.Id))
            return null;
        var found = await db.AccessRuleVersions.AsNoTracking().Where(v => v.TenantId == row.Id && (v.Number == number || v.Number == number - 1)).ToListAsync(cancellation);
        if (found.Find(version => version.Number == number) is not { } asked)
            return null;
        var names = await db.NamesAsync([asked.PublishedById, asked.AgreedById], cancellation);
        var (pack, before) = (Read(asked), found.Find(version => version.Number == number - 1) is { } earlier ? Read(earlier) : RulePack.Empty);
        return new AccessRuleVersionView(
            row.Key, row.Name,
            new AccessRuleLine(asked.Number, asked.PublishedAt, names.GetValueOrDefault(asked.PublishedById), asked.AgreedById is { } second ? names.GetValueOrDefault(second) : null, asked.Reason),
            pack, AccessRuleDifference.Between(before?.Rules, pack?.Rules ?? []),
            !await db.AccessRuleVersions.AnyAsync(v => v.TenantId == row.Id && v.Number > number, cancellation));
    }

    private static RulePack? Read(AccessRuleVersion version) => RulePack.Parse(version.Pack) is { Succeeded: true } read ? read.Value : null;
}
