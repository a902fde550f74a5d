using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Gives a running campaign more business days, once, and says why.</summary>
public sealed class ExtendCampaign(UnitOfWork work)
{
    public Task<Result<DateTimeOffset>> RunAsync(Actor actor, CampaignId id, int businessDays, string reason, CancellationToken cancellation) =>
        work.RunAsync<DateTimeOffset>(actor, "review.extend", async run =>
        {
            var found = await run.CampaignAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var said = SecretLooks.Read(reason, "The reason", Text.Reason, ReviewVoice.ShortestReason);
            if (!said.Succeeded)
                return said.Refusal;
            if (found.Value.Extend(businessDays, said.Value, actor.Person!.Value, run.Now) is { Succeeded: false } no)
                return no.Refusal;
            run.Record(found.Value, "review.extended", $"{actor.Name} gave the access review {found.Value.Name} time until {found.Value.DueAt!.Value.AddTicks(-1):d MMM yyyy}.", ("reason", said.Value));
            return found.Value.DueAt.Value;
        }, cancellation);
}
