using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Audit;

/// <summary>
/// How fast to place waiting events. Callers wait for every commit of a decision and nobody waits for this, so while
/// decisions are being recorded it takes small steps and long breaks, until the log falls too far behind.
/// </summary>
internal sealed class SequencerPace
{
    private const int Full = 512;
    private const int Small = 96;
    private const int Break = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Stopwatch step = Stopwatch.StartNew();
    private long newest;
    private bool polite;

    /// <summary>How many events the next step takes.</summary>
    public int Chunk => polite ? Small : Full;

    /// <summary>Looks whether journal rows keep arriving, from whichever instance.</summary>
    public async Task LookAsync(PortalDb db, CancellationToken cancellation)
    {
        step.Restart();
        var latest = await db.Journal.MaxAsync(entry => (long?)entry.Id, cancellation) ?? newest;
        polite = latest != newest && newest != 0;
        newest = latest;
    }

    /// <summary>Hurries when the oldest decision that was waiting has waited long, whoever else wants the database.</summary>
    public void Mind(DateTimeOffset? oldest, DateTimeOffset now) => polite &= oldest is not { } since || now - since < Patience;

    /// <summary>The break after a step.</summary>
    public Task RestAsync(CancellationToken cancellation) =>
        Task.Delay(polite ? TimeSpan.FromMilliseconds(1) + (Break * step.Elapsed) : TimeSpan.FromMilliseconds(1), cancellation);
}
