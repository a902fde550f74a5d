using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Features.Channels;

/// <summary>Writes a delivery for every channel that hears of what is recorded, in the transaction that records it.</summary>
public sealed class Outbox : IRecordFollower
{
    public async Task FollowAsync(Work run, IReadOnlyList<AuditBody> told, CancellationToken cancellation)
    {
        var leaving = told.Where(body => ChannelEvents.MayLeave(body.Kind)).ToList();
        if (leaving.Count == 0)
            return;
        var integrations = leaving.Select(body => body.Integration?.Id).OfType<Guid>().Distinct().Select(id => (IntegrationId?)new IntegrationId(id)).ToList();
        var test = leaving.Exists(body => body.Kind == ChannelEvents.Test);
        var channels = await run.Db.WebhookEndpoints.AsNoTracking()
            .Where(e => e.Active && (test || e.IntegrationId == null || integrations.Contains(e.IntegrationId))).ToListAsync(cancellation);
        run.Db.Deliveries.AddRange(
            from body in leaving
            from channel in channels
            where channel.Hears(body)
            select Delivery.Write(channel.Id, body.Id, body.Kind, run.Now));
    }
}
