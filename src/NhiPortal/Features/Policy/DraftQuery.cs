using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Policy;

/// <summary>The draft as it is kept, or the policy in force to begin one from, and what this person may do with it.</summary>
public sealed record DraftView : DraftStory
{
    public required int InForce { get; init; }
    public required IReadOnlyList<ApprovalRule> Rules { get; init; }
    public required bool MayWrite { get; init; }

    /// <summary>Keys and names of the tenants a rule can be bound to.</summary>
    public required IReadOnlyList<(string Key, string Name)> Tenants { get; init; }
}

/// <summary>Reads it for those who may see policies; null for everybody else, and where there is no policy to begin from.</summary>
public sealed class DraftQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<DraftView?> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.SeePolicies))
            return null;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.NewestPolicyAsync(cancellation) is not { } inForce)
            return null;
        var draft = await db.PolicyDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.Id == PolicyDraft.TheOne, cancellation);
        var names = await db.NamesAsync(DraftStory.People(draft), cancellation);
        var tenants = await db.Tenants.AsNoTracking().OrderBy(t => t.Name).Select(t => new { t.Id, t.Key, t.Name }).Take(ApprovalPolicy.MostTenants).ToListAsync(cancellation);
        return new DraftView
        {
            InForce = inForce.Number,
            Rules = draft?.Rules ?? inForce.Rules,
            MayWrite = Permissions.Allows(actor, Permission.ManagePolicies),
            WhyNotSecond = Permissions.Check(actor, Permission.ManagePolicies) ?? draft?.WhyNotSecond(actor.Person ?? default),
            Tenants = [.. tenants.Where(tenant => actor.SeesTenant(tenant.Id)).Select(tenant => (tenant.Key, tenant.Name))],
        }.Told(draft, names);
    }
}
