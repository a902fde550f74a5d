using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>The steps of keeping one campaign going.</summary>
internal static class ReviewRunning
{
    /// <summary>Items whose thing ended come to their end.</summary>
    public static async Task EndGoneAsync(this Work run, ReviewCampaign campaign, CancellationToken cancellation)
    {
        var db = run.Db;
        var gone = await db.ReviewItems.Where(i => i.CampaignId == campaign.Id && i.Outcome == null
            && ((i.PathId != null && !db.Paths.Any(p => p.Id == i.PathId && p.RemovedAt == null))
                || (i.CredentialId != null && !db.Credentials.Any(c => c.Id == i.CredentialId && c.Status == CredentialStatus.Active))
                || db.Integrations.Any(n => n.Id == i.IntegrationId && n.Status == IntegrationStatus.Retired))).OrderBy(i => i.Number).Take(ReviewFollowing.Portion).ToListAsync(cancellation);
        if (gone.Count(item => item.FindGone(run.Now)) is > 0 and var ended)
            run.Record(campaign, "review.items_gone", $"{ReviewWording.Count(ended, "item")} of {campaign.Name} had ended before anybody decided.", ("items", string.Join(' ', gone.Take(200).Select(i => i.Number))));
    }

    /// <summary>Of some items, those whose reviewer left or lost the role, whose role has a new holder, or whose time to be escalated has come.</summary>
    public static async Task FollowAsync(this Work run, ReviewCampaign campaign, IReadOnlyList<int> numbers, MailSettings mail, CancellationToken cancellation)
    {
        var db = run.Db;
        // Whom an owner's role or the fallback named once follows who holds it now; whom somebody chose stays chosen, while they are here.
        var open = await db.ReviewItems.Where(i => i.CampaignId == campaign.Id && i.Outcome == null && EF.Parameter(numbers).Contains(i.Number)).OrderBy(i => i.Number).ToListAsync(cancellation);
        var answering = await ReviewFollowing.ReadAsync(db, campaign, open, run.Now, cancellation);
        Dictionary<PersonId, int> asked = [];
        foreach (var item in open)
            if (answering.Moved(item) is { } to && item.Reassign(to, byRule: true).Succeeded)
                asked[to.Person] = asked.GetValueOrDefault(to.Person) + 1;
        if (asked.Count > 0)
        {
            run.Record(campaign, "review.followed_owners", $"{ReviewWording.Count(asked.Values.Sum(), "item")} of {campaign.Name} went to {ReviewWording.Count(asked.Count, "new reviewer")}, because the role or the account changed hands.");
            await run.SaveStepAsync(cancellation);
            var counts = await db.WaitingAsync(campaign.Id, cancellation);
            await run.TellReviewersAsync(campaign, asked.Keys.Where(counts.ContainsKey).ToDictionary(p => p, p => counts[p]), run.Now, mail, cancellation);
        }

        if (run.Now >= campaign.EscalateAt && open.Count(item => answering.MayEscalate(item) && item.Escalate(campaign.Escalation, run.Now)) is > 0 and var escalated)
        {
            run.Record(campaign, "review.escalated", $"{ReviewWording.Count(escalated, "item")} of {campaign.Name} that nobody answered may be decided by {answering.Name(campaign.Escalation)}, too.");
            await run.SaveStepAsync(cancellation);
            // However many portions there are, one notice tells of all.
            var all = await db.ReviewItems.CountAsync(i => i.CampaignId == campaign.Id && i.Outcome == null && i.EscalatedToId == campaign.Escalation, cancellation);
            await run.TellReviewersAsync(campaign, new Dictionary<PersonId, int> { [campaign.Escalation] = all }, campaign.EscalateAt!.Value, mail, cancellation);
        }
    }

    /// <summary>At half time, three days and a day before the end, whoever still has items is told again, once each.</summary>
    public static async Task RemindAsync(this Work run, ReviewCampaign campaign, MailSettings mail, CancellationToken cancellation)
    {
        var (start, due) = (campaign.StartedAt!.Value, campaign.DueAt!.Value);
        var steps = new[] { start + ((due - start) / 2), BusinessDays.Before(due, 3), BusinessDays.Before(due, 1) }.Where(at => at <= run.Now && at > start.AddDays(1)).ToList();
        if (steps.Count == 0)
            return;
        var waiting = await run.Db.WaitingAsync(campaign.Id, cancellation);
        if (await run.TellReviewersAsync(campaign, waiting, steps.Max(), mail, cancellation) is > 0 and var told)
            run.Record(campaign, "review.reminded", $"{ReviewWording.Count(told, "reviewer")} of {campaign.Name} {(told == 1 ? "was" : "were")} reminded.", ("reviewers", $"{told}"));
    }
}
