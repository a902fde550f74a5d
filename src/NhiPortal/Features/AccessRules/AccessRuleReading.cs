using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Policy;

namespace NhiPortal.Features.AccessRules;

/// <summary>Reads a tenant's access rules for whoever judges by them or writes them.</summary>
public static class AccessRuleReading
{
    /// <summary>Null where a tenant has published none. One that could not be published today keeps its number and loses its rules.</summary>
    public static async Task<RulesInForce?> RulesInForceAsync(this PortalDb db, TenantId tenant, CancellationToken cancellation)
    {
        if (await db.NewestRulesAsync(tenant, cancellation) is not { } newest)
            return null;
        // What one person alone publishes is no weaker: its allows are those of the last version that two people published, and their word still.
        var word = newest.AgreedById is not null ? newest : await db.AccessRuleVersions.AsNoTracking()
            .Where(v => v.TenantId == tenant && v.AgreedById != null).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation) ?? newest;
        var people = await db.NamesAsync([word.PublishedById, word.AgreedById], cancellation);
        var rules = RulePack.Parse(newest.Pack) is { Succeeded: true } pack && pack.Value.Check() is { Succeeded: true } set ? set.Value : null;
        return new RulesInForce(newest.Number, rules, [.. new[] { word.PublishedById, word.AgreedById }.OfType<PersonId>().Select(person => new RulePublisher(person, people.GetValueOrDefault(person, "")))]);
    }

    public static Task<AccessRuleVersion?> NewestRulesAsync(this PortalDb db, TenantId tenant, CancellationToken cancellation) =>
        db.AccessRuleVersions.AsNoTracking().Where(v => v.TenantId == tenant).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellation);

    public static Task<Dictionary<string, PrivilegedAction>> CatalogueAsync(this PortalDb db, CancellationToken cancellation) =>
        db.Actions.AsNoTracking().ToDictionaryAsync(action => action.Name, cancellation);
}
