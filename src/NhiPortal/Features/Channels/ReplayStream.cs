using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Features.Channels;

/// <summary>Has a stream told again from a place of the log, or from a day; also lets one go on that was halted.</summary>
public sealed class ReplayStream(UnitOfWork work)
{
    public Task<Result<long>> RunAsync(Actor actor, WebhookEndpointId id, long? place, DateOnly? day, string reason, CancellationToken cancellation) =>
        work.RunAsync<long>(actor, "channel.replay_stream", async run =>
        {
            var found = await run.ChannelAsync(id, cancellation);
            if (!found.Succeeded)
                return found.Refusal;
            var stream = found.Value;
            if (!stream.IsStream)
                return new Refusal("no_stream", "Only a stream to a SIEM is told from a place of the log. Of this channel one delivery can be sent again.");
            var said = Text.Required(reason, "The reason", Text.Reason, 5);
            if (!said.Succeeded)
                return said.Refusal;
            if (place is null == day is null)
                return new Refusal("from", "Say either the place of an event or a day to begin with.");
            var open = await run.Db.Deliveries.Where(d => d.EndpointId == id && d.FirstLeaf != null && (d.State == DeliveryState.Waiting || d.State == DeliveryState.GivenUp)).ToListAsync(cancellation);
            // Beyond what it has been told there is nothing to tell again, and something would be left out.
            var reached = open.Find(d => d.FirstLeaf + d.Leaves == stream.NextLeaf)?.FirstLeaf ?? stream.NextLeaf;
            var from = place ?? await FirstOfAsync(run.Db, day!.Value, reached, cancellation);
            if (from < 0 || from > reached)
                return new Refusal("not_reached", $"The stream has not come further than event {reached}. Choose that or an earlier one.");
            foreach (var left in open)
                left.Drop(run.Now);
            stream.GoOnFrom(from);
            run.Record(run.About with
            {
                Kind = "channel.replayed",
                Sentence = $"{actor.Name} had the stream {stream.Name} told again from event {from.ToString(CultureInfo.InvariantCulture)}.",
                Facts = new Dictionary<string, string?>(run.About.Facts!) { ["from"] = from.ToString(CultureInfo.InvariantCulture), ["reached"] = reached.ToString(CultureInfo.InvariantCulture), ["reason"] = said.Value },
            });
            return from;
        }, cancellation);

    /// <summary>The first event of the day or later: the log is nearly in the order of time, so halving it finds it. An hour earlier, for what was placed late.</summary>
    private static async Task<long> FirstOfAsync(PortalDb db, DateOnly day, long size, CancellationToken cancellation)
    {
        var moment = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(-1);
        var (low, high) = (0L, size);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var at = await db.AuditEvents.Where(e => e.LeafIndex == middle).Select(e => (DateTimeOffset?)e.At).SingleOrDefaultAsync(cancellation);
            if (at < moment)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
