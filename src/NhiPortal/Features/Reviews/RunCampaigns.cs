using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>
/// Keeps running campaigns going: brings new owners in, notes what ended meanwhile, reminds, escalates, each campaign in a transaction
/// of its own. Doing it again changes nothing.
/// </summary>
public sealed class RunCampaigns(IDbContextFactory<PortalDb> databases, UnitOfWork work, TimeProvider time, MailSettings mail)
{
    private static readonly Actor Rule = Actor.Rule("access reviews");

    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var open = await db.ReviewCampaigns.AsNoTracking().Where(c => c.State == CampaignState.Running && c.DueAt > now).OrderBy(c => c.DueAt).Select(c => c.Id).ToListAsync(cancellation);
        foreach (var id in open)
            await work.RunAsync<Done>(Rule, "review.run", async run =>
            {
                var campaign = await run.Db.ReviewCampaigns.SingleAsync(c => c.Id == id, cancellation);
                if (!campaign.IsOpen(run.Now))
                    return default(Done);
                await run.FollowAsync(campaign, mail, cancellation);
                await run.SaveStepAsync(cancellation);
                await run.RemindAsync(campaign, mail, cancellation);
                return default(Done);
            }, cancellation);
        return open.Count;
    }
}
