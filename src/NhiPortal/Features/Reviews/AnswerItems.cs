using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Drafts one answer for one item, or the same for many at once. Nothing counts before it is submitted.</summary>
public sealed class AnswerItems(UnitOfWork work)
{
    public const int Most = 500;

    public Task<Result<int>> RunAsync(Actor actor, CampaignId id, IReadOnlyList<int> numbers, ReviewVoice voice, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "review.answer", async run =>
        {
            if (actor.Person is not { } me || await run.Db.ReviewCampaigns.To(actor, run.Db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } campaign)
                return ReviewSteps.NotFound;
            run.About = ReviewSteps.About(campaign);
            if (!campaign.IsOpen(run.Now))
                return new Refusal("not_open", "This access review takes no answers any more.");
            var wanted = numbers.Distinct().Order().ToList();
            if (wanted.Count is 0 or > Most)
                return new Refusal("how_many", $"Choose 1 to {Most} items.");
            var items = await run.Db.ReviewItems.Where(i => i.CampaignId == id && EF.Parameter(wanted).Contains(i.Number)).OrderBy(i => i.Number).ToListAsync(cancellation);
            if (items.Count != wanted.Count)
                return new Refusal("not_found", "There is no such item for you.");
            var answering = await Answering.ReadAsync(run.Db, campaign, items, me, voice.To is { } to ? [to] : [], run.Now, cancellation);
            var drafts = await run.Db.ReviewDecisions.Where(d => d.CampaignId == id && d.SubmittedAt == null && EF.Parameter(wanted).Contains(d.ItemNumber)).ToDictionaryAsync(d => d.ItemNumber, cancellation);
            // Told for one item alone, the time is its own; told for many, it is shared.
            var said = voice with { Bulk = items.Count > 1, Seconds = voice.Seconds / items.Count };
            foreach (var item in items)
            {
                var seat = answering.Seat(item);
                if (!seat.Succeeded)
                    return Of(item, items, seat.Refusal);
                if (said is { Answer: ReviewAnswer.NotMine, To: { } whose } && ReviewRules.WhyNot(answering.Facts(item, whose), item.Alone) is { } unfit)
                    return Of(item, items, unfit);
                var drafted = item.Draft(said with { For = seat.Value.For }, seat.Value.Facts, campaign.Plan.Reasons, run.Now);
                if (!drafted.Succeeded)
                    return Of(item, items, drafted.Refusal);
                if (drafts.TryGetValue(item.Number, out var before))
                    before.Redraft(drafted.Value);
                else
                    run.Db.ReviewDecisions.Add(drafted.Value);
            }

            return items.Count;
        }, cancellation);

    private static Refusal Of(ReviewItem item, List<ReviewItem> items, Refusal refusal) =>
        items.Count == 1 ? refusal : refusal with { Sentence = $"Item {item.Number}, {item.Action} of {item.Facts.Integration}: {refusal.Sentence} Nothing was drafted." };
}
