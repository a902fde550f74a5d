using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>How many items of a campaign wait for whom, and telling those who did not know.</summary>
internal static class ReviewCounts
{
    public static Task<Dictionary<PersonId, int>> WaitingAsync(this PortalDb db, CampaignId id, CancellationToken cancellation) =>
        db.ReviewItems.AsNoTracking().Where(i => i.CampaignId == id && i.Outcome == null).GroupBy(i => i.ReviewerId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);

    /// <summary>After answers or a change of reviewers is saved: the new ones are told, and whoever has nothing left is left alone.</summary>
    public static async Task TellAndSettleAsync(this Work run, ReviewCampaign campaign, PersonId before, IReadOnlyDictionary<PersonId, int> asked, MailSettings mail, CancellationToken cancellation)
    {
        var waiting = await run.Db.WaitingAsync(campaign.Id, cancellation);
        if (!waiting.ContainsKey(before))
            await run.SettleAsync(campaign, [before], cancellation);
        await run.TellReviewersAsync(campaign, asked.Keys.Where(waiting.ContainsKey).ToDictionary(person => person, person => waiting[person]), run.Now, mail, cancellation);
    }
}
