using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>How far one reviewer, target or risk is.</summary>
public sealed record ReviewProgress(Guid? Id, string Name, int Items, int Waiting)
{
    public int Percent => Items == 0 ? 100 : (int)(100L * (Items - Waiting) / Items);
}

/// <summary>One campaign as its page shows it.</summary>
public sealed record CampaignDetail(ReviewCampaign Campaign, string Lead, string Fallback, string? ExtendedBy, CampaignSentence Asks)
{
    public required IReadOnlyList<ReviewProgress> Reviewers { get; init; }
    public required IReadOnlyList<ReviewProgress> Targets { get; init; }
    public required IReadOnlyList<ReviewProgress> Risks { get; init; }
    public required IReadOnlyList<(ReviewOutcome Outcome, int Count)> Outcomes { get; init; }
    public required int Escalated { get; init; }
    public required int Mine { get; init; }
    public required bool MayRun { get; init; }
    public int Waiting => Risks.Sum(r => r.Waiting);
}

/// <summary>What a campaign asks, in words.</summary>
public sealed record CampaignSentence(string Scope, string Reviewers, string Silence);

/// <summary>Reads one campaign and how far it is.</summary>
public sealed class CampaignPageQuery(IDbContextFactory<PortalDb> databases)
{
    public async Task<CampaignDetail?> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } campaign)
            return null;
        var items = db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id);
        var (lead, me) = (campaign.LeadId == actor.Person, actor.Person ?? default);
        // A reviewer without a role sees how far they are themselves; the others' work is not theirs to watch.
        if (!lead && !Permissions.Allows(actor, Permission.SeeTenant))
            items = items.Where(i => i.ReviewerId == me || i.EscalatedToId == me);
        var reviewers = await items.GroupBy(i => i.ReviewerId).Select(g => new { g.Key, Items = g.Count(), Waiting = g.Sum(i => i.Outcome == null ? 1 : 0) }).ToListAsync(cancellation);
        var targets = await items.Where(i => i.TargetId != null).GroupBy(i => i.TargetId!.Value).Select(g => new { g.Key, Items = g.Count(), Waiting = g.Sum(i => i.Outcome == null ? 1 : 0) }).ToListAsync(cancellation);
        var risks = await items.GroupBy(i => i.Risk).Select(g => new { g.Key, Items = g.Count(), Waiting = g.Sum(i => i.Outcome == null ? 1 : 0) }).ToListAsync(cancellation);
        var outcomes = await items.Where(i => i.Outcome != null).GroupBy(i => i.Outcome!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var people = reviewers.Select(r => r.Key).Concat(CampaignWords.PeopleOf(campaign)).Distinct().ToList();
        var names = await db.People.AsNoTracking().IgnoreAutoIncludes().Where(p => EF.Parameter(people).Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToDictionaryAsync(p => p.Id, p => p.Name, cancellation);
        var there = targets.Select(t => t.Key).Concat(campaign.Plan.Scope.Target is { } only ? [only] : []).ToList();
        var systems = await db.Targets.AsNoTracking().Where(t => EF.Parameter(there).Contains(t.Id)).Select(t => new { t.Id, t.Name }).ToDictionaryAsync(t => t.Id, t => t.Name, cancellation);
        var vendor = campaign.Plan.Scope.Vendor is { } v ? await db.Vendors.AsNoTracking().Where(x => x.Id == v).Select(x => x.Name).SingleOrDefaultAsync(cancellation) : null;
        return new(campaign, names[campaign.LeadId], names[campaign.Plan.Fallback], campaign.ExtendedById is { } by ? names[by] : null, CampaignWords.Of(campaign.Plan, names, vendor, campaign.Plan.Scope.Target is { } t0 ? systems.GetValueOrDefault(t0) : null))
        {
            Reviewers = [.. reviewers.Select(r => new ReviewProgress(r.Key.Value, names[r.Key], r.Items, r.Waiting)).OrderByDescending(r => r.Waiting).ThenBy(r => r.Name, StringComparer.Ordinal)],
            Targets = [.. targets.Select(t => new ReviewProgress(t.Key.Value, systems[t.Key], t.Items, t.Waiting)).OrderByDescending(t => t.Waiting).ThenBy(t => t.Name, StringComparer.Ordinal)],
            Risks = [.. risks.OrderByDescending(r => r.Key).Select(r => new ReviewProgress(null, r.Key.ToString(), r.Items, r.Waiting))],
            Outcomes = [.. outcomes.OrderBy(o => o.Key).Select(o => (o.Key, o.Count))],
            Escalated = await items.CountAsync(i => i.Outcome == null && i.EscalatedAt != null, cancellation),
            Mine = await db.ReviewItems.CountAsync(i => i.CampaignId == id && i.Outcome == null && (i.ReviewerId == me || i.EscalatedToId == me), cancellation),
            MayRun = Permissions.Allows(actor, Permission.RunReviews) && actor.SeesTenant(campaign.TenantId),
        };
    }
}
