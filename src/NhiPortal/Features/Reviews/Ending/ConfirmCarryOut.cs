using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>Somebody says that what a review left to be done by hand is done, and how they know. IAM staff may, and whoever was asked.</summary>
public sealed class ConfirmCarryOut(UnitOfWork work)
{
    public const int ShortestNote = 10;

    public Task<Result<Done>> RunAsync(Actor actor, CampaignId id, int item, int number, string note, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "review.confirm_line", async run =>
        {
            var found = actor.Person is null ? null : await run.Db.CarryOuts.SingleOrDefaultAsync(l => l.CampaignId == id && l.ItemNumber == item && l.Number == number, cancellation);
            if (found is not { } line || actor.Person is not { } person || (line.WhoId != person && !await run.Db.ReviewCampaigns.To(actor, run.Db).AnyAsync(c => c.Id == id, cancellation)))
                return new Refusal("not_found", "There is no such line for you.");
            var campaign = await run.Db.ReviewCampaigns.AsNoTracking().SingleAsync(c => c.Id == id, cancellation);
            run.About = FinishSteps.About(campaign);
            if (line.WhoId != person && Permissions.Check(actor, Permission.RunReviews) is { } refused)
                return refused;
            var said = SecretLooks.Read(note, "How you know", Text.Reason, ShortestNote);
            if (!said.Succeeded)
                return said.Refusal;
            var confirmed = line.ConfirmByHand(person, said.Value, run.Now);
            if (!confirmed.Succeeded)
                return confirmed.Refusal;
            run.Record(run.About with
            {
                Kind = "review.line_confirmed",
                Sentence = $"{actor.Name} confirmed by hand: {line.What}.",
                Facts = FinishSteps.Facts(campaign, ("item", $"{item}"), ("note", said.Value)),
            });
            return default(Done);
        }, cancellation);
}
