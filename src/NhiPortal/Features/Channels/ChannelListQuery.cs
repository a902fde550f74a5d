using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.SignIn;

namespace NhiPortal.Features.Channels;

/// <summary>One channel in the list, and how its deliveries go. Failing means that the last attempt did not arrive.</summary>
public sealed record ChannelRow(
    Guid Id, string Name, ChannelKind Kind, bool Active, string? Tenant, string? Integration, int Kinds, int Waiting, bool Failing, int GivenUpInAWeek, DateTimeOffset? LastArrivedAt);

/// <summary>One page of channels.</summary>
public sealed record ChannelRows(IReadOnlyList<ChannelRow> Rows, int Total);

/// <summary>Reads a page of the channels for administrators, by name; nothing for everybody else.</summary>
public sealed class ChannelListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<ChannelRows> RunAsync(Actor actor, string? text, int skip, int take, CancellationToken cancellation)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return new([], 0);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var week = time.GetUtcNow().AddDays(-7);
        var channels = db.WebhookEndpoints.AsNoTracking();
        if (text is not null)
            channels = channels.Where(e => e.Name.StartsWith(text));
        var rows = await channels.OrderBy(e => e.Name).ThenBy(e => e.Id).Skip(skip).Take(take).Select(e => new
        {
            Channel = e,
            Tenant = db.Tenants.Where(t => t.Id == e.TenantId).Select(t => t.Name).FirstOrDefault(),
            Integration = db.Integrations.Where(i => i.Id == e.IntegrationId).Select(i => i.Key).FirstOrDefault(),
            Waiting = db.Deliveries.Count(d => d.EndpointId == e.Id && d.State == DeliveryState.Waiting),
            Failing = db.Deliveries.Any(d => d.EndpointId == e.Id && d.State == DeliveryState.Waiting && d.Tries > 0),
            GivenUp = db.Deliveries.Count(d => d.EndpointId == e.Id && d.State == DeliveryState.GivenUp && d.EndedAt > week),
            Last = db.Deliveries.Where(d => d.EndpointId == e.Id && d.State == DeliveryState.Delivered).Max(d => d.EndedAt),
        }).ToListAsync(cancellation);
        return new(
            [.. rows.Select(row => new ChannelRow(
                row.Channel.Id.Value, row.Channel.Name, row.Channel.Kind, row.Channel.Active, row.Tenant, row.Integration, row.Channel.IsStream ? 0 : row.Channel.Events.Count, row.Waiting, row.Failing, row.GivenUp, row.Last))],
            await channels.CountAsync(cancellation));
    }
}
