using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>Reminds everybody who still has items to answer, or one of them; at most once a day each.</summary>
public sealed class NudgeReviewers(UnitOfWork work, MailSettings mail)
{
    public Task<Result<int>> RunAsync(Actor actor, CampaignId id, PersonId? only, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "review.nudge", async run =>
        {
            var found = await run.CampaignAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (!found.Value.IsOpen(run.Now))
                return new Refusal("not_open", "Only in a running campaign does anything wait for somebody.");
            var waiting = await run.Db.WaitingAsync(id, cancellation);
            var asked = waiting.Where(pair => only is null || pair.Key == only).ToDictionary(pair => pair.Key, pair => pair.Value);
            if (asked.Count == 0)
                return new Refusal("nothing_waits", "Nothing waits for them.");
            var told = await run.TellReviewersAsync(found.Value, asked, run.Now, mail, cancellation);
            if (told == 0)
                return new Refusal("nudged_today", "They have been reminded today already.");
            run.Record(found.Value, "review.nudged", $"{actor.Name} reminded {ReviewWording.Count(told, "reviewer")} of {found.Value.Name}.", ("reviewers", $"{told}"));
            return told;
        }, cancellation);
}
