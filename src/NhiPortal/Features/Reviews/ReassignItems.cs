using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reviews;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Reviews;

/// <summary>Gives one reviewer's waiting items, or some of them, to somebody else who may decide on them.</summary>
public sealed class ReassignItems(UnitOfWork work, MailSettings mail)
{
    public const int Most = 5000;

    /// <param name="actor">Who runs the campaign.</param>
    /// <param name="id">The campaign.</param>
    /// <param name="from">Whose items; null takes those numbered.</param>
    /// <param name="numbers">Only these; none is all of that reviewer's.</param>
    /// <param name="to">Who is asked from now on.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Result<int>> RunAsync(Actor actor, CampaignId id, PersonId? from, IReadOnlyList<int> numbers, PersonId to, string reason, CancellationToken cancellation) =>
        work.RunAsync<int>(actor, "review.reassign", async run =>
        {
            var found = await run.CampaignAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason, ReviewVoice.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            var campaign = found.Value;
            if (!campaign.IsOpen(run.Now))
                return new Refusal("not_open", "Only a running campaign's items can be given to somebody else.");
            var waiting = run.Db.ReviewItems.Where(i => i.CampaignId == id && i.Outcome == null);
            if (from is { } reviewer)
                waiting = waiting.Where(i => i.ReviewerId == reviewer);
            if (numbers.Count > 0 || from is null)
                waiting = waiting.Where(i => EF.Parameter(numbers).Contains(i.Number));
            var items = await waiting.OrderBy(i => i.Number).Take(Most).ToListAsync(cancellation);
            if (items.Count == 0)
                return new Refusal("nothing_waits", "None of these items waits for anybody.");
            var before = items[0].ReviewerId;
            var answering = await Answering.ReadAsync(run.Db, campaign, items, to, [], run.Now, cancellation);
            foreach (var item in items)
                if (item.Reassign(answering.Facts(item, to)) is { Succeeded: false } no)
                    return no.Refusal with { Sentence = $"{ReviewSteps.What(item, answering.Thing(item))}: {no.Refusal.Sentence}" };
            var moved = items.ConvertAll(i => i.Number);
            run.Db.ReviewDecisions.RemoveRange(await run.Db.ReviewDecisions.Where(d => d.CampaignId == id && d.SubmittedAt == null && EF.Parameter(moved).Contains(d.ItemNumber)).ToListAsync(cancellation));
            run.Record(campaign, "review.reassigned", $"{actor.Name} gave {ReviewWording.Count(items.Count, "item")} of {answering.Name(before)} to {answering.Name(to)}.",
                ("reason", said.Value), ("items", string.Join(' ', items.Take(200).Select(i => i.Number))));
            await run.SaveStepAsync(cancellation);
            await run.TellAndSettleAsync(campaign, before, new Dictionary<PersonId, int> { [to] = items.Count }, mail, cancellation);
            return items.Count;
        }, cancellation);
}
