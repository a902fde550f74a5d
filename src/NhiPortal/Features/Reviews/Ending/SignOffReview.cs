using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>The lead answers for a campaign with their name. Nothing of it changes afterwards.</summary>
public sealed class SignOffReview(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, CampaignId id, string words, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "review.sign_off", async run =>
        {
            if (actor.Person is not { } person || await run.Db.ReviewCampaigns.To(actor, run.Db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } campaign)
                return new Refusal("not_found", "There is no such campaign for you.");
            run.About = FinishSteps.About(campaign);
            var said = SecretLooks.Read(words, "What you say of it", Text.Reason, ReviewCampaign.ShortestSignOff);
            if (!said.Succeeded)
                return said.Refusal;
            var signed = campaign.SignOff(person, said.Value, run.Now);
            if (!signed.Succeeded)
                return signed.Refusal;
            run.Record(run.About with
            {
                Kind = "review.signed_off",
                Sentence = $"{actor.Name} signed off the review “{campaign.Name}”{(campaign.CountsAsEvidence ? "" : ", which does not count as evidence")}.",
                Facts = FinishSteps.Facts(campaign, ("words", said.Value), ("counts", campaign.CountsAsEvidence ? "yes" : "no")),
            });
            await run.SettleLeadAsync(campaign, cancellation);
            return default(Done);
        }, cancellation);
}
