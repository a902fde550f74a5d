using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>
/// Keeps running campaigns going: brings new owners in, notes what ended meanwhile, reminds, escalates, in portions that each commit by
/// themselves. Doing it again changes nothing.
/// </summary>
public sealed class RunCampaigns(IDbContextFactory<PortalDb> databases, UnitOfWork work, TimeProvider time, MailSettings mail)
{
    private static readonly Actor Rule = Actor.Rule("access reviews");

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        foreach (var campaign in await db.ReviewCampaigns.AsNoTracking().Where(c => c.State == CampaignState.Running && c.DueAt > now).OrderBy(c => c.DueAt).ToListAsync(cancellation))
        {
            await StepAsync(campaign.Id, (run, open) => run.EndGoneAsync(open, cancellation), cancellation);
            // Mostly nobody changed hands: that is found out before the writer's place is taken, and what is found is judged there again.
            foreach (var some in (await ReviewFollowing.ConcernedAsync(db, campaign, time.GetUtcNow(), cancellation)).Chunk(ReviewFollowing.Portion))
                await StepAsync(campaign.Id, (run, open) => run.FollowAsync(open, some, mail, cancellation), cancellation);
            await StepAsync(campaign.Id, (run, open) => run.RemindAsync(open, mail, cancellation), cancellation);
        }
    }

    private Task<Result<Done>> StepAsync(CampaignId id, Func<Work, ReviewCampaign, Task> step, CancellationToken cancellation) => work.RunAsync<Done>(Rule, "review.run", async run =>
    {
        var campaign = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == id, cancellation);
        if (campaign.IsOpen(run.Now))
            await step(run, campaign);
        return default(Done);
    }, cancellation);
}
