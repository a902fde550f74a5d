using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reminders;
using NhiPortal.Domain.Reviews;
using NhiPortal.Features.Reminders;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>Tells reviewers and leads what waits for them, in the transaction that makes it wait.</summary>
internal static class ReviewNotices
{
    /// <param name="run">The transaction.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="waiting">How many items wait for whom.</param>
    /// <param name="step">The moment that names this step of reminding: nobody is told of the same step twice.</param>
    /// <param name="mail">Whether there is mail.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Task<int> TellReviewersAsync(this Work run, ReviewCampaign campaign, IReadOnlyDictionary<PersonId, int> waiting, DateTimeOffset step, MailSettings mail, CancellationToken cancellation) =>
        run.TellAsync(
            [.. waiting.Select(pair => new NoticeDraft(pair.Key, new Rung(ReminderKind.ReviewWaiting, step), new NoticeAbout(campaign.Id.Value), new NoticeText(
                $"{campaign.Name}: {ReviewWording.Count(pair.Value, "item waits", "items wait")} for you", Silence(campaign), $"/reviews/{campaign.Id}/mine", campaign.DueAt)))],
            mail, cancellation);

    public static Task<int> TellLeadAsync(this Work run, ReviewCampaign campaign, string title, string detail, MailSettings mail, CancellationToken cancellation) =>
        run.TellAsync([new(campaign.LeadId, new Rung(ReminderKind.ReviewLead, run.Now), new NoticeAbout(Beside(campaign.Id)), new NoticeText(
            title, detail, $"/reviews/{campaign.Id}{(campaign.ClosingAt is null ? "" : "/carry-out")}", campaign.ClosingAt is null ? campaign.DueAt : null))], mail, cancellation);

    /// <summary>The lead has done what was waiting for them.</summary>
    public static async Task SettleLeadAsync(this Work run, ReviewCampaign campaign, CancellationToken cancellation)
    {
        var thing = Beside(campaign.Id);
        foreach (var notice in await run.Db.Notices.Where(n => n.Thing == thing && n.Kind == ReminderKind.ReviewLead && n.SettledAt == null).ToListAsync(cancellation))
            notice.Settle(run.Now);
    }

    /// <summary>Nothing waits for these people any more.</summary>
    public static async Task SettleAsync(this Work run, ReviewCampaign campaign, IReadOnlyCollection<PersonId> people, CancellationToken cancellation)
    {
        foreach (var notice in await run.Db.Notices.Where(n => n.Thing == campaign.Id.Value && n.Kind == ReminderKind.ReviewWaiting && n.SettledAt == null && people.Contains(n.PersonId)).ToListAsync(cancellation))
            notice.Settle(run.Now);
    }

    private static string Silence(ReviewCampaign campaign) => campaign.Plan.Undecided == UndecidedOutcome.Revoke
        ? "What nobody decides by then is revoked"
        : "What nobody decides by then stays, and counts as not reviewed";

    private static async Task<int> TellAsync(this Work run, IReadOnlyList<NoticeDraft> drafts, MailSettings mail, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
            return 0;
        var recipients = await run.RecipientsAsync([.. drafts.Select(draft => draft.Person).Distinct()], mail, cancellation);
        var raised = await run.RaiseAsync(drafts, recipients, cancellation);
        await run.PostAsync(raised, LetterKind.AtOnce, recipients, cancellation);
        return raised.Count;
    }

    /// <summary>A lead who reviews, too, has both told: one thing has one notice.</summary>
    private static Guid Beside(CampaignId id) => new([.. id.Value.ToByteArray().Reverse()]);
}
