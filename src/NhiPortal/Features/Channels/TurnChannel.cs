using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Channels;

/// <summary>Turns a channel off, so that nothing more leaves for it, or on again.</summary>
public sealed class TurnChannel(UnitOfWork work)
{
    public Task<Result<Done>> RunAsync(Actor actor, WebhookEndpointId id, bool on, string reason, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "channel.turn", async run =>
        {
            var found = await run.ChannelAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var channel = found.Value;
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            if (channel.Active == on)
                return new Refusal("no_change", $"The channel is {(on ? "on" : "off")} already.");
            channel.Turn(on);
            run.Record(run.About with
            {
                Kind = on ? "channel.turned_on" : "channel.turned_off",
                Sentence = $"{actor.Name} turned the channel {channel.Name} {(on ? "on" : "off")}.",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["reason"] = said.Value },
            });
            return default(Done);
        }, cancellation);
}
