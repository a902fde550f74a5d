using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Channels;

/// <summary>Changes where a channel leads and what it hears of; what understands its messages stays.</summary>
public sealed class ChangeChannel(UnitOfWork work, ChannelTermsReading reading)
{
    public Task<Result<Done>> RunAsync(Actor actor, WebhookEndpointId id, int seen, ChannelDraft draft, CancellationToken cancellation) =>
        work.RunAsync<Done>(actor, "channel.change", async run =>
        {
            var found = await run.ChannelAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var channel = found.Value;
            if (channel.Version != seen)
                return new Refusal("changed_meanwhile", "It was changed meanwhile by somebody else. Look at it again before you change it.");
            var terms = await reading.ReadAsync(run, channel.Kind, draft, cancellation);
            if (!terms.Succeeded)
                return terms.Refusal;
            if (await run.Db.WebhookEndpoints.AnyAsync(e => e.Name == terms.Value.Name && e.Id != id, cancellation))
                return new Refusal("name_taken", "Another channel has this name.");

            var before = ChannelAct.Words(channel);
            channel.Agree(terms.Value);
            var after = ChannelAct.Words(channel);
            var fields = after.Keys.Where(field => before[field] != after[field]).ToList();
            run.Record(run.About with
            {
                Kind = "channel.changed",
                Sentence = $"{actor.Name} changed the channel {channel.Name}{(fields.Count == 0 ? "" : $": {string.Join(", ", fields)}")}.",
                Before = fields.ToDictionary(field => field, field => before[field]),
                After = fields.ToDictionary(field => field, field => after[field]),
            });
            return default(Done);
        }, cancellation);
}
