using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Reviews;

namespace NhiPortal.Features.Reviews;

/// <summary>Ends a series: no other campaign follows this one.</summary>
public sealed class StopRepeating(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, CampaignId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "review.stop_repeating", async run =>
        {
            var found = await run.CampaignAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (found.Value.StopRepeating() is { Succeeded: false } no)
                return no.Refusal;
            run.Record(found.Value, "review.series_ended", $"{actor.Name} ended the series of the access review {found.Value.Name}.");
            return default(Done);
        }, cancellation);
}
