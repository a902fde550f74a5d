using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Channels;

/// <summary>What every act on a channel begins with, and what the record says it is about.</summary>
internal static class ChannelAct
{
    public static async Task<Result<WebhookEndpoint>> ChannelAsync(this Work run, WebhookEndpointId id, CancellationToken cancellation)
    {
        if (Permissions.Check(run.Actor, Permission.Administer) is { } refused)
            return refused;
        var channel = await run.Db.WebhookEndpoints.SingleOrDefaultAsync(e => e.Id == id, cancellation);
        if (channel is null)
            return new Refusal("not_found", "There is no such channel.");
        run.About = run.About with { Tenant = channel.TenantId, Facts = new Dictionary<string, string?> { [ChannelEvents.Fact] = channel.Id.ToString() } };
        return channel;
    }

    public static Refusal Off => new("channel_off", "The channel is turned off. Turn it on first.");

    public static Dictionary<string, string?> Words(WebhookEndpoint channel) => new()
    {
        ["name"] = channel.Name,
        ["address"] = channel.Address,
        ["setting"] = channel.Setting,
        ["tenant"] = channel.TenantId?.ToString(),
        ["integration"] = channel.IntegrationId?.ToString(),
        ["events"] = string.Join(' ', channel.Events),
    };
}
