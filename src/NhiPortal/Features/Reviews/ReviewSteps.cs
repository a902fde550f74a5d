using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.People;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Owners;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>Reading one campaign and its items, and what the record says of them.</summary>
internal static class ReviewSteps
{
    public static Refusal NotFound { get; } = new("not_found", "There is no such access review for you.");

    /// <summary>The campaign, for whoever may run reviews of its tenant.</summary>
    public static async Task<Result<ReviewCampaign>> CampaignAsync(this Work run, CampaignId id, CancellationToken cancellation)
    {
        var campaign = await run.Db.ReviewCampaigns.To(run.Actor, run.Db).SingleOrDefaultAsync(c => c.Id == id, cancellation);
        if (campaign is null)
            return NotFound;
        run.About = About(campaign);
        return Permissions.Check(run.Actor, Permission.RunReviews) is { } refused ? refused : campaign;
    }

    public static AuditNote About(ReviewCampaign campaign) => new("", "")
    {
        Tenant = campaign.TenantId,
        Facts = new Dictionary<string, string?> { ["campaign"] = campaign.Id.ToString(), ["name"] = campaign.Name },
    };

    public static void Record(this Work run, ReviewCampaign campaign, string kind, string sentence, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var about = About(campaign);
        var facts = new Dictionary<string, string?>(about.Facts!);
        foreach (var (name, value) in more)
            facts[name] = value;
        run.Record(about with { Kind = kind, Sentence = sentence, Facts = facts });
    }

    /// <summary>What is true of the people around some items.</summary>
    public static Task<ReviewGround> GroundAsync(this PortalDb db, ReviewCampaign campaign, IReadOnlyCollection<ReviewItem> items, IReadOnlyCollection<PersonId> also, DateTimeOffset now, CancellationToken cancellation)
    {
        var (integrations, targets) = (items.Select(i => i.IntegrationId).Distinct().ToList(), items.Select(i => i.TargetId).OfType<TargetId>().Distinct().ToList());
        IReadOnlyList<PersonId> people = [.. also, .. items.Select(i => i.ReviewerId), campaign.Plan.Fallback, campaign.Escalation, .. campaign.Plan.Stages.Select(s => s.Named).OfType<PersonId>()];
        return ReviewGround.ReadAsync(db, campaign.TenantId, integrations, targets, people, now, cancellation);
    }

    /// <summary>What each item is judged against.</summary>
    public static async Task<IReadOnlyDictionary<int, ReviewThing>> ThingsAsync(this PortalDb db, IReadOnlyCollection<ReviewItem> items, CancellationToken cancellation)
    {
        var (integrations, targets, keys) = (items.Select(i => i.IntegrationId).Distinct().ToList(), items.Select(i => i.TargetId).OfType<TargetId>().Distinct().ToList(), items.Select(i => i.CredentialId).OfType<CredentialId>().Distinct().ToList());
        var names = await db.Integrations.Where(i => EF.Parameter(integrations).Contains(i.Id)).Select(i => new { i.Id, i.Key }).ToDictionaryAsync(i => i.Id, i => i.Key, cancellation);
        var there = await db.Targets.Where(t => EF.Parameter(targets).Contains(t.Id)).Select(t => new { t.Id, t.Key }).ToDictionaryAsync(t => t.Id, t => t.Key, cancellation);
        var holders = await db.Credentials.Where(c => EF.Parameter(keys).Contains(c.Id)).Select(c => new { c.Id, c.BackupOwnerId }).ToDictionaryAsync(c => c.Id, c => c.BackupOwnerId, cancellation);
        return items.ToDictionary(i => i.Number, i => new ReviewThing(
            i.IntegrationId, names[i.IntegrationId], i.TargetId, i.TargetId is { } target ? there[target] : null, i.CredentialId is { } key ? holders[key] : null));
    }

    /// <summary>Why somebody named in a plan could not do it; null when everybody could.</summary>
    public static async Task<Refusal?> WhyNotNamedAsync(this Work run, TenantId tenant, CampaignPlan plan, CancellationToken cancellation)
    {
        var named = new[] { (plan.Lead, "lead"), (plan.Fallback, "fallback reviewer") }.Concat(plan.EscalateTo is { } escalation ? [(escalation, "person to escalate to")] : [])
            .Concat(plan.Stages.Select(s => s.Named).OfType<PersonId>().Select(person => (person, "reviewer"))).ToList();
        var ids = named.Select(n => n.Item1).Distinct().ToList();
        var people = await run.Db.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
        foreach (var (id, part) in named)
        {
            var person = people.GetValueOrDefault(id);
            // Somebody of another tenant is as unknown as nobody.
            if (Nominations.Unfit(person?.BelongsTo(tenant) == true ? person : null, tenant, part) is { } unfit)
                return unfit;
        }

        return null;
    }

    public static AuditNote Note(ReviewCampaign campaign, ReviewItem item, ReviewThing thing, string kind, string sentence, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var facts = new Dictionary<string, string?> { ["campaign"] = campaign.Id.ToString(), ["name"] = campaign.Name, ["item"] = item.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        foreach (var (name, value) in more)
            facts[name] = value;
        return new(kind, sentence)
        {
            Tenant = campaign.TenantId,
            Integration = new AuditThing(thing.Integration.Value, thing.Key),
            Target = thing.Target is { } target ? new AuditThing(target.Value, thing.TargetKey!) : null,
            Facts = facts,
        };
    }

    public static string What(ReviewItem item, ReviewThing thing) => item.Kind == ReviewItemKind.Credential
        ? $"the key {item.Action} of {thing.Key}"
        : $"{item.Action} of {thing.Key} on {thing.TargetKey} ({item.Pattern})";
}
