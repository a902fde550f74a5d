using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Channels;

/// <summary>Has one delivery sent again, under the same id: a receiver that has it already can tell.</summary>
public sealed class ReplayDelivery(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, WebhookEndpointId id, Guid delivery, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "channel.replay", async run =>
        {
            var found = await run.ChannelAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var again = await run.Db.Deliveries.SingleOrDefaultAsync(d => d.Id == delivery && d.EndpointId == id, cancellation);
            if (again is null)
                return new Refusal("not_found", "There is no such delivery.");
            if (!found.Value.Active)
                return ChannelAct.Off;
            if (again.Replay(run.Now).Refusal is { } refused)
                return refused;
            run.Record(run.About with
            {
                Kind = "channel.replayed",
                Sentence = $"{actor.Name} had a message sent to the channel {found.Value.Name} again.",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["event"] = again.EventId.ToString(), ["kind"] = again.Kind },
            });
            return default(Done);
        }, cancellation);
}
