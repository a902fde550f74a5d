using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>One campaign's items as somebody answers them, with everything that is true of who asks and who is asked.</summary>
internal sealed class Answering
{
    private readonly ReviewGround ground;
    private readonly IReadOnlyDictionary<int, ReviewThing> things;
    private readonly ILookup<int, PersonId> decided;
    private readonly PersonId me;

    private Answering(ReviewCampaign campaign, IReadOnlyList<ReviewItem> items, PersonId me, ReviewGround ground, IReadOnlyDictionary<int, ReviewThing> things, ILookup<int, PersonId> decided) =>
        (Campaign, Items, this.me, this.ground, this.things, this.decided) = (campaign, items, me, ground, things, decided);

    public ReviewCampaign Campaign { get; }

    public IReadOnlyList<ReviewItem> Items { get; }

    public ReviewThing Thing(ReviewItem item) => things[item.Number];

    public string Name(PersonId person) => ground.Name(person);

    public PersonId? Holder(ReviewerRule rule, ReviewItem item) => ground.Holder(rule, Thing(item));

    public static async Task<Answering> ReadAsync(PortalDb db, ReviewCampaign campaign, IReadOnlyList<ReviewItem> items, PersonId me, IReadOnlyList<PersonId> also, DateTimeOffset now, CancellationToken cancellation)
    {
        var numbers = items.Select(i => i.Number).ToList();
        var decided = items.Any(i => i.Stage > 0)
            ? (await db.ReviewDecisions.AsNoTracking().Where(d => d.CampaignId == campaign.Id && d.SubmittedAt != null && EF.Parameter(numbers).Contains(d.ItemNumber))
                .Select(d => new { d.ItemNumber, d.PersonId, d.ForId, d.Answer }).ToListAsync(cancellation)).Where(d => d.Answer.Decides())
                // A stand-in and whom they answered for have both filled the stage.
                .SelectMany(d => new[] { d.PersonId, d.ForId }.OfType<PersonId>().Select(person => (d.ItemNumber, Person: person))).ToLookup(d => d.ItemNumber, d => d.Person)
            : Array.Empty<(int, PersonId)>().ToLookup(d => d.Item1, d => d.Item2);
        return new(campaign, items, me, await db.GroundAsync(campaign, items, [me, .. also], now, cancellation), await db.ThingsAsync(items, cancellation), decided);
    }

    /// <summary>By which right this person answers, and for whom; a refusal where the item does not wait for them.</summary>
    public Result<(ReviewerFacts Facts, PersonId? For)> Seat(ReviewItem item)
    {
        var mine = Facts(item, me);
        if (item.ReviewerId == me || item.EscalatedToId == me)
            return Result.Ok<(ReviewerFacts, PersonId?)>((mine, null));
        if (!ground.StandsInFor(me, item.ReviewerId, ReviewRules.RoleAsked(Campaign.Plan.Stages[item.Stage].By, item.Reassigned)))
            return new Refusal("not_yours", "This does not wait for you.");
        // What bars the lender bars whoever stands in, and what is true of both stands beside the answer.
        var lender = Facts(item, item.ReviewerId);
        return Result.Ok<(ReviewerFacts, PersonId?)>((mine with { Ties = [.. mine.Ties, .. lender.Ties], FilledEarlier = mine.FilledEarlier || lender.FilledEarlier }, item.ReviewerId));
    }

    public ReviewerFacts Facts(ReviewItem item, PersonId person) => ground.Facts(Thing(item), person) with { FilledEarlier = decided[item.Number].Any(earlier => ground.IsSame(person, earlier)) };

    /// <summary>Whom the item goes to after this answer; null where it stays, or nobody is left.</summary>
    public ReviewerFacts? Next(ReviewItem item, ReviewDecision answer)
    {
        IEnumerable<PersonId?> asked = answer.Answer switch
        {
            ReviewAnswer.NotMine => [answer.ToId, Campaign.Plan.Fallback],
            ReviewAnswer.CannotJudge => [Campaign.Plan.Fallback, Campaign.Escalation, Campaign.LeadId],
            _ => [Campaign.Plan.Stages[item.Stage].Named ?? ground.Holder(Campaign.Plan.Stages[item.Stage].By, Thing(item)), Campaign.Plan.Fallback, Campaign.Escalation, Campaign.LeadId],
        };
        var facts = asked.OfType<PersonId>().Where(person => person != answer.PersonId && person != item.ReviewerId || answer.Answer.Decides() && person != answer.PersonId).Distinct().Select(person => Facts(item, person));
        return ReviewRules.First(facts, item.Alone).Reviewer;
    }
}
