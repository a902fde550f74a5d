using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Features.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.AccessRules;

/// <summary>One published version in a line.</summary>
public sealed record AccessRuleLine(int Number, DateTimeOffset PublishedAt, string? By, string? AgreedBy, string? Reason);

/// <summary>One tenant's rules in force, its versions and its draft, and what this person may do with them.</summary>
public sealed record AccessRulesView : DraftStory
{
    public required TenantId Tenant { get; init; }
    public required string TenantKey { get; init; }
    public required string TenantName { get; init; }
    public required IReadOnlyList<AccessRuleLine> Versions { get; init; }

    /// <summary>What is in force; null when it cannot be read and everything is denied, empty where nothing was ever published.</summary>
    public required RulePack? InForce { get; init; }

    /// <summary>The draft's pack, or the one in force to begin from.</summary>
    public required RulePack Pack { get; init; }
    public required bool MayWrite { get; init; }
    public int Number => Versions is [var newest, ..] ? newest.Number : 0;
}

/// <summary>Reads it; null when there is no such tenant, or none for this actor.</summary>
public sealed class AccessRulesQuery(IDbContextFactory<PortalDb> databases)
{
    private const int MostVersions = 100;

    public async Task<AccessRulesView?> RunAsync(Actor actor, string tenant, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.Tenants.AsNoTracking().SingleOrDefaultAsync(t => t.Key == tenant, cancellation) is not { } row || !actor.SeesTenant(row.Id))
            return null;
        var versions = await db.AccessRuleVersions.AsNoTracking().Where(v => v.TenantId == row.Id).OrderByDescending(v => v.Number).Take(MostVersions)
            .Select(v => new { v.Number, v.PublishedAt, v.PublishedById, v.AgreedById, v.Reason }).ToListAsync(cancellation);
        var newest = await db.NewestRulesAsync(row.Id, cancellation);
        var draft = await db.AccessRuleDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.TenantId == row.Id, cancellation);
        var names = await db.NamesAsync(versions.SelectMany(v => new[] { v.PublishedById, v.AgreedById }).Concat(DraftStory.People(draft)), cancellation);
        var inForce = newest is null ? RulePack.Empty : RulePack.Parse(newest.Pack) is { Succeeded: true } read && read.Value.Check().Succeeded ? read.Value : null;
        return new AccessRulesView
        {
            Tenant = row.Id,
            TenantKey = row.Key,
            TenantName = row.Name,
            Versions = [.. versions.Select(v => new AccessRuleLine(v.Number, v.PublishedAt, names.GetValueOrDefault(v.PublishedById), v.AgreedById is { } second ? names.GetValueOrDefault(second) : null, v.Reason))],
            InForce = inForce,
            Pack = draft is not null && RulePack.Parse(draft.Pack) is { Succeeded: true } kept ? kept.Value : inForce ?? RulePack.Empty,
            MayWrite = Permissions.Allows(actor, Permission.ManagePolicies),
            WhyNotSecond = Permissions.Check(actor, Permission.ManagePolicies) ?? draft?.WhyNotSecond(actor.Person ?? default),
        }.Told(draft, names);
    }
}
