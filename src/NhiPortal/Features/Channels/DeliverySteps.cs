using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Channels;

/// <summary>One delivery in hand: the attempt it is, where to, and what it tells.</summary>
internal sealed record Parcel(Guid Delivery, int Attempt, WebhookEndpoint Channel, DateTimeOffset At)
{
    /// <summary>The event it tells; null for a run of the log.</summary>
    public AuditBody? Told { get; init; }

    public IReadOnlyList<(long Leaf, AuditBody Told)> Run { get; init; } = [];
}

/// <summary>The steps of sending, each a transaction of its own around what happens outside.</summary>
internal static class DeliverySteps
{
    /// <summary>Takes the channel's next delivery for this instance alone; null when none is due.</summary>
    public static async Task<Parcel?> TakeDeliveryAsync(this Work run, WebhookEndpointId id, CancellationToken cancellation)
    {
        var channel = await run.Db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == id, cancellation);
        var due = run.Db.Deliveries.Where(d => d.EndpointId == id && d.State == DeliveryState.Waiting && d.DueAt <= run.Now && d.LeasedUntil <= run.Now).OrderBy(d => d.DueAt).ThenBy(d => d.Id);
        if (!channel.Active)
        {
            foreach (var left in await due.ToListAsync(cancellation))
            {
                left.Drop(run.Now);
                // What a stream was not told, it is told when it is on again.
                if (left.FirstLeaf is { } untold && untold + left.Leaves == channel.NextLeaf)
                    (await run.Db.WebhookEndpoints.SingleAsync(e => e.Id == id, cancellation)).GoOnFrom(untold);
            }

            return null;
        }

        var next = await due.FirstOrDefaultAsync(cancellation) ?? (channel.IsStream ? await run.NextRunAsync(id, cancellation) : null);
        if (next is null)
            return null;
        next.Take(run.Now);
        if (next.FirstLeaf is { } first)
            return new(next.Id, next.Attempt, channel, run.Now) { Run = await run.Db.RunAsync(channel, first, next.Leaves, cancellation) };
        var told = await run.Db.AuditEvents.Where(e => e.EventId == next.EventId).Select(e => e.Body).SingleAsync(cancellation);
        return new(next.Id, next.Attempt, channel, run.Now) { Told = AuditBody.Parse(told) };
    }

    public static async Task AnsweredAsync(this Work run, Parcel parcel, DeliveryOutcome outcome, CancellationToken cancellation)
    {
        var delivery = await run.Db.Deliveries.SingleAsync(d => d.Id == parcel.Delivery, cancellation);
        var waited = delivery.State == DeliveryState.Waiting;
        delivery.Answered(parcel.Attempt, outcome, run.Now);
        if (waited && delivery.State == DeliveryState.GivenUp)
            run.Record(new AuditNote("channel.gave_up", $"A message for the channel {parcel.Channel.Name} was given up after {delivery.Tries} attempts: {Why(outcome)}.")
            {
                Tenant = parcel.Channel.TenantId,
                Facts = new Dictionary<string, string?> { [ChannelEvents.Fact] = parcel.Channel.Id.ToString(), ["event"] = delivery.EventId.ToString(), ["kind"] = delivery.Kind },
            });
    }

    private static string Why(DeliveryOutcome outcome) => outcome.Answer is { } answer ? $"it answered {answer}" : ChannelWords.Fault(outcome.Fault);
}
