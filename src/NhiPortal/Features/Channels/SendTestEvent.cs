using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Features.Channels;

/// <summary>Has a test event sent to a channel the way every event is sent; the log of deliveries tells what came of it.</summary>
public sealed class SendTestEvent(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, WebhookEndpointId id, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "channel.test", async run =>
        {
            var found = await run.ChannelAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            if (!found.Value.Active)
                return ChannelAct.Off;
            run.Record(run.About with { Kind = ChannelEvents.Test, Sentence = $"{actor.Name} had a test sent to the channel {found.Value.Name}. Nothing is to be done." });
            return default(Done);
        }, cancellation);
}
