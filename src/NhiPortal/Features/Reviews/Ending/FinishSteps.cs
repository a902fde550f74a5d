using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Discovery;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>The steps from a campaign's last day to its end, each a transaction that does nothing when it was done.</summary>
internal static class FinishSteps
{
    // So many as keep no other writer waiting for long.
    private const int Batch = 50;

    /// <summary>Its last day is over.</summary>
    public static async Task<int> EndAsync(this Work run, CampaignId id, MailSettings mail, CancellationToken cancellation)
    {
        var campaign = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == id, cancellation);
        if (campaign.State != CampaignState.Running || run.Now < campaign.DueAt)
            return 0;
        await run.EndDecisionsAsync(campaign, null, null, mail, cancellation);
        return 1;
    }

    public static async Task<Result<Done>> EndDecisionsAsync(this Work run, ReviewCampaign campaign, PersonId? by, string? reason, MailSettings mail, CancellationToken cancellation)
    {
        var waiting = await run.Db.ReviewItems.CountAsync(i => i.CampaignId == campaign.Id && i.Outcome == null, cancellation);
        var ended = campaign.EndDecisions(waiting, by, reason, run.Now);
        if (!ended.Succeeded)
            return ended;
        run.Record(About(campaign) with
        {
            Kind = "review.closing",
            Sentence = $"{(by is null ? $"The last day of the review “{campaign.Name}” is over" : $"{run.Actor.Name} closed the review “{campaign.Name}”")}: {campaign.Items - waiting} of {campaign.Items} items are decided. What is not {(campaign.Plan.Undecided == UndecidedOutcome.Keep ? "stays" : "is taken away")}.",
            Facts = Facts(campaign, ("items", $"{campaign.Items}"), ("undecided", $"{waiting}"), ("fallback", $"{campaign.Plan.Undecided}"), ("reason", reason)),
        });
        // Whoever ends it knows that it is over.
        if (campaign.LeadId != by)
            await run.TellLeadAsync(campaign, $"{campaign.Name} is over: {campaign.Items - waiting} of {campaign.Items} items are decided", "What was decided is being carried out; it waits for your sign-off when all of it is done", mail, cancellation);
        return ended;
    }

    /// <summary>What nobody decided comes to the end that the campaign says.</summary>
    public static async Task<int> SettleAsync(this Work run, CampaignId id, CancellationToken cancellation)
    {
        var campaign = await run.Db.ReviewCampaigns.AsNoTracking().SingleAsync(c => c.Id == id, cancellation);
        if (campaign.State != CampaignState.Closing || campaign.Quality is not null)
            return 0;
        var items = await run.Db.ReviewItems.Where(i => i.CampaignId == id && i.Outcome == null).OrderBy(i => i.Number).Take(Batch).ToListAsync(cancellation);
        var (paths, keys, integrations) = (items.Select(i => i.PathId).OfType<PathId>().ToList(), items.Select(i => i.CredentialId).OfType<CredentialId>().ToList(), items.Select(i => i.IntegrationId).Distinct().ToList());
        var closed = (await run.Db.Paths.Where(p => paths.Contains(p.Id) && p.RemovedAt != null).Select(p => p.Id.Value).ToListAsync(cancellation))
            .Concat(await run.Db.Credentials.Where(c => keys.Contains(c.Id) && c.RevokedAt != null).Select(c => c.Id.Value).ToListAsync(cancellation))
            .Concat(await run.Db.Integrations.Where(i => integrations.Contains(i.Id) && i.Status == IntegrationStatus.Retired).Select(i => i.Id.Value).ToListAsync(cancellation)).ToHashSet();
        foreach (var item in items)
            if (closed.Contains(item.PathId?.Value ?? item.CredentialId!.Value.Value) || closed.Contains(item.IntegrationId.Value))
                item.FindGone(run.Now);
            else
                item.FallTo(campaign.Plan.Undecided, run.Now);
        if (items.Count > 0)
            run.Record(About(campaign) with
            {
                Kind = "review.settled",
                Sentence = $"{ReviewWording.Count(items.Count, "item")} of the review “{campaign.Name}” that nobody decided came to {(items.Count == 1 ? "its" : "their")} end: what is there still {(campaign.Plan.Undecided == UndecidedOutcome.Keep ? "stays" : "is taken away")}.",
                Facts = Facts(campaign, [.. items.GroupBy(i => i.Outcome!.Value).OrderBy(g => g.Key).Select(g => (g.Key.ToString(), (string?)string.Join(' ', g.Select(i => i.Number))))]),
            });
        return items.Count;
    }

    /// <summary>Every item has its outcome: how they were decided is judged.</summary>
    public static async Task<int> JudgeAsync(this Work run, CampaignId id, CancellationToken cancellation)
    {
        var campaign = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == id, cancellation);
        if (campaign.State != CampaignState.Closing || campaign.Quality is not null || await run.Db.ReviewItems.AnyAsync(i => i.CampaignId == id && i.Outcome == null, cancellation))
            return 0;
        var answers = await run.Db.ReviewDecisions.AsNoTracking().Where(d => d.CampaignId == id && d.SubmittedAt != null).OrderBy(d => d.SubmittedAt).ThenBy(d => d.ItemNumber).ThenBy(d => d.Number)
            .Select(d => new JudgedAnswer(d.PersonId, d.Answer, d.Seconds, d.Bulk, d.Tie)).ToListAsync(cancellation);
        var counts = await run.Db.ReviewItems.Where(i => i.CampaignId == id).GroupBy(i => i.Outcome!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var silent = counts.GetValueOrDefault(ReviewOutcome.UnattendedRevoked) + counts.GetValueOrDefault(ReviewOutcome.UnattendedKept);
        var quality = ReviewQuality.Of(answers, counts.Values.Sum() - counts.GetValueOrDefault(ReviewOutcome.Gone), silent);
        if (!campaign.Judge(quality).Succeeded)
            return 0;
        run.Record(About(campaign) with
        {
            Kind = "review.judged",
            Sentence = quality.IsRushed
                ? $"The review “{campaign.Name}” does not count as evidence: {string.Join(" ", quality.Warnings)}"
                : $"The review “{campaign.Name}” is decided: {quality.Answers} answers of {quality.People} people, half of them in {quality.MedianSeconds} s or less.",
            Facts = Facts(campaign, [("median_seconds", $"{quality.MedianSeconds}"), ("longest_run", $"{quality.LongestRun}"), ("bulk_percent", $"{quality.BulkPercent}"), ("silent", $"{silent}"),
                .. counts.OrderBy(count => count.Key).Select(count => (count.Key.ToString(), (string?)$"{count.Value}"))]),
        });
        return 1;
    }

    /// <summary>Writes down what the outcomes ask for, and does what the portal itself can do at once.</summary>
    public static async Task<int> OrderAsync(this Work run, CampaignId id, ConfiguredConnectors connectors, CancellationToken cancellation)
    {
        var campaign = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == id, cancellation);
        if (campaign.State != CampaignState.Closing || campaign.Quality is null || campaign.OrderedAt is not null)
            return 0;
        var items = await run.Db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id && !run.Db.CarryOuts.Any(l => l.CampaignId == id && l.ItemNumber == i.Number)
            && (i.Outcome == ReviewOutcome.Revoked || i.Outcome == ReviewOutcome.Reduced || i.Outcome == ReviewOutcome.KeptAndRotated || i.Outcome == ReviewOutcome.UnattendedRevoked))
            .OrderBy(i => i.Number).Take(Batch).ToListAsync(cancellation);
        if (items.Count == 0)
        {
            campaign.Ordered(run.Now);
            return 0;
        }

        var orders = await CarryOutOrders.ReadAsync(run, campaign, items, connectors, cancellation);
        foreach (var item in items)
            run.Db.CarryOuts.AddRange(await orders.OfAsync(item, cancellation));
        return items.Count;
    }

    /// <summary>Nothing is open any more.</summary>
    public static async Task<int> CloseAsync(this Work run, CampaignId id, MailSettings mail, CancellationToken cancellation)
    {
        var campaign = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == id, cancellation);
        if (campaign.State != CampaignState.Closing || campaign.OrderedAt is null)
            return 0;
        var open = await run.Db.CarryOuts.CountAsync(l => l.CampaignId == id && l.DoneAt == null, cancellation);
        if (!campaign.Close(open, run.Now).Succeeded)
            return 0;
        run.Record(About(campaign) with
        {
            Kind = "review.closed",
            Sentence = $"Everything that the review “{campaign.Name}” decided is carried out and shown to be done. Its lead can sign it off.",
            Facts = Facts(campaign),
        });
        await run.TellLeadAsync(campaign, $"{campaign.Name} waits for your sign-off", "Everything that was decided is carried out and shown to be done", mail, cancellation);
        return 1;
    }

    public static AuditNote About(ReviewCampaign campaign) => new("", "") { Tenant = campaign.TenantId, Facts = Facts(campaign) };

    public static Dictionary<string, string?> Facts(ReviewCampaign campaign, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        var facts = new Dictionary<string, string?> { ["campaign"] = campaign.Id.ToString() };
        foreach (var (name, value) in more)
            facts[name] = value;
        return facts;
    }
}
