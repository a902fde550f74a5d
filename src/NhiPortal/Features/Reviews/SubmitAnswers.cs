using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>What became of submitted answers.</summary>
public sealed record Submitted(int Answers, int Ended, int PassedOn, IReadOnlyList<string> NotTaken);

/// <summary>
/// Submits everything somebody has drafted in a campaign. Each answer is judged again by what is true now; what does not hold any more
/// is left as it is, and said.
/// </summary>
public sealed class SubmitAnswers(UnitOfWork work, MailSettings mail)
{
    public Task<Result<Submitted>> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation) =>
        work.RunAsync<Submitted>(actor, "review.submit", async run =>
        {
            if (actor.Person is not { } me || await run.Db.ReviewCampaigns.To(actor, run.Db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } campaign)
                return ReviewSteps.NotFound;
            run.About = ReviewSteps.About(campaign);
            if (!campaign.IsOpen(run.Now))
                return new Refusal("not_open", "This access review takes no answers any more.");
            var drafts = await run.Db.ReviewDecisions.Where(d => d.CampaignId == id && d.SubmittedAt == null && d.PersonId == me).OrderBy(d => d.ItemNumber).ToListAsync(cancellation);
            if (drafts.Count == 0)
                return new Refusal("no_drafts", "You have drafted nothing that is not submitted.");
            var numbers = drafts.ConvertAll(d => d.ItemNumber);
            var items = await run.Db.ReviewItems.Where(i => i.CampaignId == id && EF.Parameter(numbers).Contains(i.Number)).OrderBy(i => i.Number).ToListAsync(cancellation);
            var answering = await Answering.ReadAsync(run.Db, campaign, items, me, [campaign.LeadId, .. drafts.Select(d => d.ToId).OfType<PersonId>()], run.Now, cancellation);
            List<string> notTaken = [];
            Dictionary<PersonId, int> asked = [];
            foreach (var (item, draft) in items.Zip(drafts))
                if (One(run, answering, item, draft, asked) is { } no)
                    notTaken.Add($"{item.Number}: {no.Sentence}");
            if (notTaken.Count == drafts.Count)
                return new Refusal("none_taken", $"None of {ReviewWording.Count(drafts.Count, "answer")} could be taken. {notTaken[0]}");
            await run.SaveStepAsync(cancellation);
            await run.TellAndSettleAsync(campaign, me, asked, mail, cancellation);
            return new Submitted(drafts.Count - notTaken.Count, items.Count(i => !i.IsWaiting), asked.Values.Sum(), notTaken);
        }, cancellation);

    private static Refusal? One(Work run, Answering answering, ReviewItem item, ReviewDecision draft, Dictionary<PersonId, int> asked)
    {
        var seat = answering.Seat(item);
        if (!seat.Succeeded)
            return seat.Refusal;
        var done = item.Submit(draft, seat.Value.Facts, run.Now);
        if (!done.Succeeded)
            return done.Refusal;
        var thing = answering.Thing(item);
        var forWhom = seat.Value.For is { } lender ? $" for {answering.Name(lender)}" : "";
        run.Record(ReviewSteps.Note(
            answering.Campaign, item, thing, "review.answered", $"{run.Actor.Name}{forWhom} answered “{draft.Answer.Title()}” for {ReviewSteps.What(item, thing)}.",
            ("answer", draft.Answer.ToString()), ("reason", draft.Reason), ("tie", draft.Tie.ToString()), ("seconds", $"{draft.Seconds}"), ("bulk", draft.Bulk ? "yes" : null),
            ("rotate_by", draft.RotateBy?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("reduce_to", draft.ReduceTo), ("outcome", item.Outcome?.ToString())));
        if (done.Value)
            return null;
        if (answering.Next(item, draft) is { } next && item.Reassign(next, byRule: draft.Answer.Decides()).Succeeded)
            asked[next.Person] = asked.GetValueOrDefault(next.Person) + 1;
        return null;
    }
}
