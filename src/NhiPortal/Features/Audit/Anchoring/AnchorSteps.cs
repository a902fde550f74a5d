using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>Writes down what came of anchoring, each place by itself.</summary>
internal static class AnchorSteps
{
    // Messages are tried for 20 hours before they are given up.
    private static readonly TimeSpan LookedBack = TimeSpan.FromDays(2);

    /// <returns>Whether the place took it, or is being told.</returns>
    public static async Task<bool> SettleAsync(this Work run, AnchorPlace place, long size, byte[]? proof, string? trouble, CancellationToken cancellation)
    {
        var standing = await run.StandingAsync(place, cancellation);
        if (trouble is not null)
        {
            run.Trouble(standing, trouble);
            return false;
        }

        if (place == AnchorPlace.Webhook)
        {
            // When it was last told; that it arrived is written down when it did. A standing trouble stays until then.
            var (since, said) = (standing.FailingSince, standing.Trouble);
            standing.Took(size, run.Now);
            if (since is { } failing)
                standing.Refused(said ?? "", failing);
            return true;
        }

        await run.KeepAsync(size, place, run.Now, proof, cancellation);
        run.Works(standing, size);
        return true;
    }

    /// <summary>Which messages with checkpoints have arrived since, and whether one did not.</summary>
    public static async Task<int> ArrivedAsync(this Work run, CancellationToken cancellation)
    {
        var since = run.Now - LookedBack;
        var hearing = (await run.Db.WebhookEndpoints.AsNoTracking().Where(e => e.TenantId == null).ToListAsync(cancellation)).Where(channel => channel.Events.Contains(ChannelEvents.Anchored)).Select(channel => channel.Id).ToList();
        if (hearing.Count == 0)
            return 0;
        var sent = await run.Db.Deliveries.AsNoTracking().Where(d => hearing.Contains(d.EndpointId) && d.WrittenAt > since && d.Kind == ChannelEvents.Anchored).OrderBy(d => d.WrittenAt).Take(1000)
            .Select(d => new { d.EventId, d.State, d.EndedAt, d.Tries, d.WrittenAt }).ToListAsync(cancellation);
        if (sent.Count == 0)
            return 0;
        var standing = await run.StandingAsync(AnchorPlace.Webhook, cancellation);
        var (arrived, newest) = (0, DateTimeOffset.MinValue);
        var delivered = sent.Where(d => d.State == DeliveryState.Delivered).DistinctBy(d => d.EventId).ToList();
        var ids = delivered.ConvertAll(d => d.EventId);
        var bodies = await run.Db.AuditEvents.Where(e => EF.Parameter(ids).Contains(e.EventId)).Select(e => new { e.EventId, e.Body }).ToDictionaryAsync(e => e.EventId, e => e.Body, cancellation);
        foreach (var delivery in delivered)
        {
            var told = AuditBody.Parse(bodies[delivery.EventId]);
            newest = delivery.WrittenAt > newest ? delivery.WrittenAt : newest;
            if (long.TryParse(told.Facts?.GetValueOrDefault("size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                arrived += await run.KeepAsync(size, AnchorPlace.Webhook, delivery.EndedAt!.Value, null, cancellation) ? 1 : 0;
        }

        // A later one that arrived carries all that the earlier one would have.
        if (sent.Exists(d => d.WrittenAt > newest && (d.State == DeliveryState.GivenUp || (d.State == DeliveryState.Waiting && d.Tries > 1))))
            run.Trouble(standing, "The receiver does not take its messages; see its channel.");
        else if (standing.FailingSince is not null && newest > DateTimeOffset.MinValue)
            run.Works(standing, standing.Size);
        return arrived;
    }

    private static async Task<AnchorStanding> StandingAsync(this Work run, AnchorPlace place, CancellationToken cancellation)
    {
        if (await run.Db.AnchorStandings.FindAsync([place], cancellation) is { } known)
            return known;
        var made = new AnchorStanding { Place = place };
        run.Db.AnchorStandings.Add(made);
        return made;
    }

    private static async Task<bool> KeepAsync(this Work run, long size, AnchorPlace place, DateTimeOffset at, byte[]? proof, CancellationToken cancellation)
    {
        if (await run.Db.LogAnchors.FindAsync([size, place], cancellation) is not null)
            return false;
        run.Db.LogAnchors.Add(new LogAnchor { Size = size, Place = place, At = at, Proof = proof });
        return true;
    }

    private static void Trouble(this Work run, AnchorStanding standing, string trouble)
    {
        // Once when it begins: every turn of a long outage is worth no event.
        if (standing.FailingSince is null)
            run.Record(new AuditNote("log.anchor_failed", $"The log's checkpoint is not kept by {AnchorWords.Of(standing.Place)}: {trouble}"));
        standing.Refused(trouble, run.Now);
    }

    private static void Works(this Work run, AnchorStanding standing, long size)
    {
        if (standing.FailingSince is not null)
            run.Record(new AuditNote("log.anchor_working", $"The log's checkpoints are kept by {AnchorWords.Of(standing.Place)} again."));
        standing.Took(size, run.Now);
    }
}
