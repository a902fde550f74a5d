using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;
using NhiPortal.Domain.Channels;
using NhiPortal.Features.Findings;

namespace NhiPortal.Features.Audit.Anchoring;

/// <summary>
/// Has the newest checkpoint kept in a second place, at most once an hour for each: the operator's file, their time-stamping
/// authority, and every channel that hears of it. Repeats safely; a place that fails is tried again at the next turn.
/// </summary>
public sealed class AnchorCheckpoint(UnitOfWork work, IDbContextFactory<PortalDb> databases, AuditSettings settings, TimestampAuthority authority, TimeProvider time)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private static readonly Actor Anchorer = Actor.Rule("anchor checkpoint");

    private sealed record Due(LogCheckpoint Checkpoint, IReadOnlyList<AnchorPlace> Places);

    /// <returns>How many places took a checkpoint, or were told of one.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var due = await DueAsync(cancellation);
        // Calls outside come before the transaction, which keeps every other writer waiting.
        var outcomes = new List<(AnchorPlace Place, byte[]? Proof, string? Trouble)>();
        foreach (var place in due?.Places ?? [])
            outcomes.Add(await KeepAsync(place, due!.Checkpoint, cancellation));
        var arrived = await work.RunAsync<int>(Anchorer, "log.anchor", async run => await run.ArrivedAsync(cancellation), cancellation);
        if (outcomes.Count == 0)
            return arrived.Value;
        var took = await work.RunAsync<int>(Anchorer, "log.anchor", async run =>
        {
            var told = 0;
            foreach (var (place, proof, trouble) in outcomes)
                told += await run.SettleAsync(place, due!.Checkpoint.Size, proof, trouble, cancellation) ? 1 : 0;
            if (told > 0)
                run.Record(Note(due!.Checkpoint, outcomes.Where(outcome => outcome.Trouble is null).Select(outcome => outcome.Place)));
            await run.SaveStepAsync(cancellation);
            await run.JudgeLogAsync(cancellation);
            return told;
        }, cancellation);
        return took.Value + arrived.Value;
    }

    /// <summary>The bytes that are stamped: the checkpoint as the package holds it, so that any tool can be given that file.</summary>
    public static byte[] Stamped(string jws) => Encoding.ASCII.GetBytes(jws + "\n");

    private async Task<Due?> DueAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        if (await db.Checkpoints.AsNoTracking().OrderByDescending(c => c.Size).FirstOrDefaultAsync(cancellation) is not { } newest)
            return null;
        var wanted = new List<AnchorPlace>();
        if (!string.IsNullOrWhiteSpace(settings.AnchorFile))
            wanted.Add(AnchorPlace.File);
        if (!string.IsNullOrWhiteSpace(settings.TimestampUrl))
            wanted.Add(AnchorPlace.Timestamp);
        if ((await db.WebhookEndpoints.AsNoTracking().Where(e => e.Active && e.TenantId == null).ToListAsync(cancellation)).Exists(channel => channel.Events.Contains(ChannelEvents.Anchored)))
            wanted.Add(AnchorPlace.Webhook);
        var standings = await db.AnchorStandings.AsNoTracking().ToDictionaryAsync(s => s.Place, cancellation);
        // That it was anchored is an event, too: a log that only tells of that has nothing new to keep.
        return new(newest, [.. wanted.Where(place => standings.GetValueOrDefault(place) is not { } standing
            || (newest.Size > standing.Size + 1 && (standing.FailingSince is not null || standing.At is not { } at || now >= at + Every)))]);
    }

    private async Task<(AnchorPlace, byte[]?, string?)> KeepAsync(AnchorPlace place, LogCheckpoint row, CancellationToken cancellation)
    {
        switch (place)
        {
            case AnchorPlace.File:
                return (place, null, AnchorFile.Append(settings.AnchorFile!, new Checkpoint(settings.LogName, row.Size, new MerkleHash(row.Root), row.SignedAt.ToUnixTimeSeconds()), row.Jws));
            case AnchorPlace.Timestamp:
                var (answer, trouble) = await authority.StampAsync(Stamped(row.Jws), cancellation);
                return (place, answer, trouble);
            default:
                // The event itself is the message; whether it arrives is known later.
                return (place, null, null);
        }
    }

    private static AuditNote Note(LogCheckpoint row, IEnumerable<AnchorPlace> places) => new(
        ChannelEvents.Anchored, $"The checkpoint over {row.Size} events was given to {string.Join(", ", places.Select(AnchorWords.Of))}.")
    {
        Facts = new Dictionary<string, string?>
        {
            ["size"] = row.Size.ToString(CultureInfo.InvariantCulture),
            ["root"] = Convert.ToHexStringLower(row.Root),
            [ChannelEvents.CheckpointFact] = row.Jws,
        },
    };
}
