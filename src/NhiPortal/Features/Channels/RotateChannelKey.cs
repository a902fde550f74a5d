using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Channels;

/// <summary>Gives a channel another key and shows it once. For a day both sign, so that its receiver can change over.</summary>
public sealed class RotateChannelKey(UnitOfWork work, WebhookKeys keys)
{
    public Task<Result<string>> RunAsync(Actor actor, WebhookEndpointId id, string reason, CancellationToken cancellation) =>
        work.RunAsync<string>(actor, "channel.rotate_key", async run =>
        {
            var found = await run.ChannelAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var channel = found.Value;
            if (!channel.IsSigned)
                return new Refusal("no_key", "Messages to Teams and Slack are not signed: have a new address made there and set it. Files need no key.");
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            channel.RotateKey(run.Now);
            run.Record(run.About with
            {
                Kind = "channel.key_rotated",
                Sentence = $"{actor.Name} had key {channel.KeyNumber} made for the channel {channel.Name}.",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["reason"] = said.Value },
            });
            return Result.Ok(keys.Words(channel.Id, channel.KeyNumber));
        }, cancellation);
}
