using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Data.Seed;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews;

/// <summary>Starts a campaign: takes the facts of everything in scope, makes its items and asks its reviewers.</summary>
public sealed class StartCampaign(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time, MailSettings mail)
{
    public async Task<Result<CampaignCount>> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation)
    {
        var ahead = await AheadAsync(actor, id, cancellation);
        return await work.RunAsync<CampaignCount>(actor, "review.start", async run =>
        {
            var found = await run.CampaignAsync(id, cancellation);
            return found.Succeeded ? await run.StartAsync(found.Value, found.Value.Version == ahead.Version ? ahead.Start : null, mail, cancellation) : found.Refusal;
        }, cancellation);
    }

    /// <summary>Takes the facts while everybody else may write: of thousands of things that lasts longer than writing them down.</summary>
    private async Task<(int Version, CampaignStart? Start)> AheadAsync(Actor actor, CampaignId id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (!Permissions.Allows(actor, Permission.RunReviews) || await db.ReviewCampaigns.AsNoTracking().To(actor, db).SingleOrDefaultAsync(c => c.Id == id && c.State == CampaignState.Draft, cancellation) is not { } draft)
            return default;
        return (draft.Version, await CampaignStart.ReadAsync(db, draft.TenantId, draft.Plan, true, time.GetUtcNow(), cancellation));
    }
}

/// <summary>Starting, by a person or by a series.</summary>
internal static class Starting
{
    /// <param name="run">The transaction.</param>
    /// <param name="campaign">What starts.</param>
    /// <param name="ahead">What it asks and of whom, read for this very plan a moment ago; what changed since is followed as in a running campaign. Null reads it here.</param>
    /// <param name="mail">Whether there is mail.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<Result<CampaignCount>> StartAsync(this Work run, ReviewCampaign campaign, CampaignStart? ahead, MailSettings mail, CancellationToken cancellation)
    {
        if (await run.WhyNotNamedAsync(campaign.TenantId, campaign.Plan, cancellation) is { } unfit)
            return unfit;
        var start = ahead ?? await CampaignStart.ReadAsync(run.Db, campaign.TenantId, campaign.Plan, true, run.Now, cancellation);
        var count = start.Count;
        if (campaign.Start(count, run.Now) is { Succeeded: false } no)
            return no.Refusal;
        var items = start.Make(campaign, run.Now).ToList();
        // Past the change tracker, which takes several times as long for thousands of rows; the campaign is there before its items.
        await run.SaveStepAsync(cancellation);
        await run.Db.InsertAsync(items, cancellation);
        run.Record(campaign, "review.started", $"{run.Actor.Name} started the access review {campaign.Name}: {ReviewWording.Count(count.Items, "item")}, {ReviewWording.Count(count.Reviewers, "reviewer")}, until {campaign.DueAt!.Value.AddTicks(-1):d MMM yyyy}.",
            ("items", $"{count.Items}"), ("reviewers", $"{count.Reviewers}"), ("stale", count.Stale.Count == 0 ? null : string.Join(" ", count.Stale)));
        await run.SettleLeadAsync(campaign, cancellation);
        await run.TellReviewersAsync(campaign, items.GroupBy(i => i.ReviewerId).ToDictionary(g => g.Key, g => g.Count()), run.Now, mail, cancellation);
        return count;
    }
}
