using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Notifications;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>Ends a campaign before its last day. What is decided then is carried out; what is not comes to the end the campaign says.</summary>
public sealed class CloseReview(UnitOfWork work, MailSettings mail)
{
    public const int ShortestReason = 10;

    public Task<Result<Done>> RunAsync(Actor actor, CampaignId id, string? reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "review.close", async run =>
        {
            if (actor.Person is not { } person || await run.Db.ReviewCampaigns.To(actor, run.Db).SingleOrDefaultAsync(c => c.Id == id, cancellation) is not { } campaign)
                return new Refusal("not_found", "There is no such campaign for you.");
            run.About = FinishSteps.About(campaign);
            if (campaign.LeadId != person && Permissions.Check(actor, Permission.RunReviews) is { } refused)
                return refused;
            if (string.IsNullOrWhiteSpace(reason))
                return await run.EndDecisionsAsync(campaign, person, null, mail, cancellation);
            var said = SecretLooks.Read(reason, "The reason", Text.Reason, ShortestReason);
            return said.Succeeded ? await run.EndDecisionsAsync(campaign, person, said.Value, mail, cancellation) : said.Refusal;
        }, cancellation);
}
