using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Channels;
using NhiPortal.Notifications;

namespace NhiPortal.Features.Channels;

/// <summary>
/// Sends what is due, each delivery taken under a lease and marked once its receiver has answered. Channels are served
/// side by side, and one that does not answer is left alone until the next turn, so that it keeps nobody waiting for long.
/// </summary>
public sealed class SendDeliveries(UnitOfWork work, IDbContextFactory<PortalDb> databases, MessageWriter writer, WebhookSender sender, StreamFiles files, TimeProvider time)
{
    public static readonly Actor Sender = Actor.Rule("send messages");
    private const int AtOnce = 8, MostChannels = 200, MostOfOne = 200;

    /// <returns>How many attempts were made.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var made = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(await DueAsync(cancellation), options, async (channel, stopping) => Interlocked.Add(ref made, await DrainAsync(channel, stopping)));
        return made;
    }

    private async Task<List<WebhookEndpointId>> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var size = await db.LogStates.Select(state => state.Size).SingleAsync(cancellation);
        var behind = await db.Behind(size).OrderBy(e => e.Id).Select(e => e.Id).Take(MostChannels).ToListAsync(cancellation);
        var due = await db.Deliveries.Where(d => d.State == DeliveryState.Waiting && d.DueAt <= now && d.LeasedUntil <= now)
            .GroupBy(d => d.EndpointId).OrderBy(group => group.Min(d => d.DueAt)).Select(group => group.Key).Take(MostChannels).ToListAsync(cancellation);
        return [.. due.Union(behind)];
    }

    private async Task<DeliveryOutcome> SendAsync(Parcel parcel, CancellationToken cancellation)
    {
        if (parcel.Told is { } told)
            return await sender.SendAsync(parcel.Channel, writer.Write(parcel.Channel, told, parcel.At), cancellation);
        // A run may hold nothing that this stream is to hear.
        if (parcel.Run.Count == 0)
            return new(null, null, null) { Kept = true };
        var message = writer.Write(parcel.Channel, parcel.Delivery, parcel.Run, parcel.At);
        return parcel.Channel.Kind == ChannelKind.SiemFile ? await files.WriteAsync(parcel.Channel, message, cancellation) : await sender.SendAsync(parcel.Channel, message, cancellation);
    }

    private async Task<int> DrainAsync(WebhookEndpointId channel, CancellationToken cancellation)
    {
        for (var made = 0; made < MostOfOne; made++)
        {
            var taken = await work.RunAsync<Parcel?>(Sender, "channel.take", async run => Result.Ok(await run.TakeDeliveryAsync(channel, cancellation)), cancellation);
            if (taken.Value is not { } parcel)
                return made;
            var outcome = await SendAsync(parcel, cancellation);
            await work.RunAsync<Done>(Sender, "channel.send", async run =>
            {
                await run.AnsweredAsync(parcel, outcome, cancellation);
                return default(Done);
            }, cancellation);
            if (outcome is { Answer: null, Kept: false })
                return made + 1;
        }

        return MostOfOne;
    }
}
