using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.Notifications;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Channels;

/// <summary>A channel that was made, and its key in the one moment it is shown; Teams and Slack have none.</summary>
public sealed record ChannelMade(WebhookEndpointId Id, string? Key);

/// <summary>Adds a channel that is told of events from now on.</summary>
public sealed class AddChannel(UnitOfWork work, ChannelTermsReading reading, WebhookKeys keys)
{
    private const int Most = 200, MostCallbacks = 5;

    public Task<Result<ChannelMade>> RunAsync(Actor actor, ChannelDraft draft, CancellationToken cancellation) =>
        work.RunAsync<ChannelMade>(actor, "channel.add", async run =>
        {
            if (Permissions.Check(actor, Permission.Administer) is { } refused)
                return refused;
            if (!Enum.TryParse<ChannelKind>(draft.Kind, out var kind) || !Enum.IsDefined(kind))
                return new Refusal("unknown_kind", "Choose what understands the messages: a program, Teams, Slack or a SIEM.");
            var terms = await reading.ReadAsync(run, kind, draft, cancellation);
            if (!terms.Succeeded)
                return terms.Refusal;
            if (await run.Db.WebhookEndpoints.AnyAsync(e => e.Name == terms.Value.Name, cancellation))
                return new Refusal("name_taken", "Another channel has this name.");
            var (bound, most) = (terms.Value.Integration, terms.Value.Integration is null ? Most : MostCallbacks);
            if (await run.Db.WebhookEndpoints.CountAsync(e => e.IntegrationId == bound, cancellation) >= most)
                return new Refusal("too_many", bound is null ? $"There are {most} channels already. Change one instead." : $"This integration has {most} callbacks already. Change one instead.");

            // A stream begins with what happens from now on; what was before can be asked for.
            var next = await run.Db.LogStates.Select(state => state.Size).SingleAsync(cancellation);
            var channel = WebhookEndpoint.Create(kind, terms.Value, actor.Person!.Value, run.Now, next);
            run.Db.WebhookEndpoints.Add(channel);
            run.Record(new AuditNote("channel.added", $"{actor.Name} added the channel {channel.Name}.")
            {
                Tenant = channel.TenantId,
                After = ChannelAct.Words(channel),
                Facts = new Dictionary<string, string?> { [ChannelEvents.Fact] = channel.Id.ToString(), ["kind"] = kind.ToString() },
            });
            return new ChannelMade(channel.Id, channel.IsSigned ? keys.Words(channel.Id, channel.KeyNumber) : null);
        }, cancellation);
}
