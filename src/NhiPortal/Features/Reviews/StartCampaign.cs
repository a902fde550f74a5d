using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>Starts a campaign: takes the facts of everything in scope, makes its items and asks its reviewers.</summary>
public sealed class StartCampaign(UnitOfWork work, MailSettings mail)
{
    public Task<Result<CampaignCount>> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation) =>
        work.RunAsync<CampaignCount>(actor, "review.start", async run =>
        {
            var found = await run.CampaignAsync(id, cancellation);
            return found.Succeeded ? await run.StartAsync(found.Value, mail, cancellation) : found.Refusal;
        }, cancellation);
}

/// <summary>Starting, by a person or by a series.</summary>
internal static class Starting
{
    public static async Task<Result<CampaignCount>> StartAsync(this Work run, ReviewCampaign campaign, MailSettings mail, CancellationToken cancellation)
    {
        if (await run.WhyNotNamedAsync(campaign.TenantId, campaign.Plan, cancellation) is { } unfit)
            return unfit;
        var start = await CampaignStart.ReadAsync(run.Db, campaign.TenantId, campaign.Plan, run.Now, cancellation);
        var count = start.Count;
        if (campaign.Start(count, run.Now) is { Succeeded: false } no)
            return no.Refusal;
        var items = start.Make(campaign, run.Now).ToList();
        run.Db.ReviewItems.AddRange(items);
        run.Record(campaign, "review.started", $"{run.Actor.Name} started the access review {campaign.Name}: {ReviewWording.Count(count.Items, "item")}, {ReviewWording.Count(count.Reviewers, "reviewer")}, until {campaign.DueAt!.Value.AddTicks(-1):d MMM yyyy}.",
            ("items", $"{count.Items}"), ("reviewers", $"{count.Reviewers}"), ("stale", count.Stale.Count == 0 ? null : string.Join(" ", count.Stale)));
        await run.SettleLeadAsync(campaign, cancellation);
        await run.TellReviewersAsync(campaign, items.GroupBy(i => i.ReviewerId).ToDictionary(g => g.Key, g => g.Count()), run.Now, mail, cancellation);
        return count;
    }
}
