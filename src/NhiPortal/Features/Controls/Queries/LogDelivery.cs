using NhiPortal.Domain.Channels;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls.Queries;

/// <summary>Whether messages to channels arrive.</summary>
public sealed class LogDelivery : IEvidenceQuery
{
    public string Name => "log-delivery";

    public string Measures => "Messages to channels in the last 7 days. One fails when it was given up, or waits for more than 15 minutes. Event counts at the receiver are not compared.";

    public string Fix => "Look at the channel and its delivery log, and replay what was given up.";

    public Evidence Of(EvidenceScope scope)
    {
        var db = scope.Db;
        var (week, late) = (scope.Ago(7), scope.Now.AddMinutes(-15));
        var channels = scope.Tenants is { } tenants ? db.WebhookEndpoints.Where(c => c.TenantId != null && tenants.Contains(c.TenantId.Value)) : db.WebhookEndpoints;
        var sent = db.Deliveries.Where(d => d.WrittenAt >= week && d.State != DeliveryState.Dropped && channels.Any(c => c.Id == d.EndpointId));
        return Evidence.Of(sent, sent.Where(d => d.State == DeliveryState.GivenUp || (d.State == DeliveryState.Waiting && d.WrittenAt < late))
            .Select(d => new FailingObject { Kind = FailingKind.Channel, Id = d.EndpointId.Value, Key = "", Name = db.WebhookEndpoints.Where(c => c.Id == d.EndpointId).Select(c => c.Name).First(), Detail = d.Fault, Since = d.WrittenAt }), "No channel of this tenant was sent anything in the last 7 days.");
    }
}
