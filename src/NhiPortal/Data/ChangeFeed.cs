using Microsoft.EntityFrameworkCore;

namespace NhiPortal.Data;

/// <summary>
/// Tells this instance what changed, whichever instance changed it: polls the change table, and at once when this
/// instance itself committed. Followers hear of a change within a second.
/// </summary>
public sealed partial class ChangeFeed(IDbContextFactory<PortalDb> databases, TimeProvider time, ILogger<ChangeFeed> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim nudged = new(0, 1);

    /// <summary>Raised on a background thread, after the changes are committed, in their order.</summary>
    public event Action<IReadOnlyList<Change>>? Changed;

    /// <summary>Looks sooner; safe to call from anywhere and as often as wanted.</summary>
    public void Nudge()
    {
        try
        {
            nudged.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is on its way already.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var seen = -1L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                seen = await LookAsync(seen, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // An outage of the database must not end the feed: it goes on from where it was.
                LookFailed(error);
            }

            await nudged.WaitAsync(Pause, stoppingToken);
        }
    }

    private async Task<long> LookAsync(long seen, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (seen < 0)
            return await db.ChangeClocks.Select(clock => clock.Value).SingleAsync(cancellation);
        var changes = await db.Changes.AsNoTracking().Where(change => change.Seq > seen).OrderBy(change => change.Seq).Take(1000).ToListAsync(cancellation);
        if (changes.Count == 0)
            return seen;
        foreach (var follower in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action<IReadOnlyList<Change>>)follower)(changes);
            }
            catch (Exception error) when (error is ObjectDisposedException or InvalidOperationException)
            {
                // A page that is just being closed; the others still hear.
                FollowerFailed(error);
            }
        }

        if (changes.Count == 1000)
            Nudge();
        return changes[^1].Seq;
    }

    /// <summary>Forgets changes nobody can still be waiting for.</summary>
    public async Task PruneAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var old = time.GetUtcNow().AddHours(-1);
        await db.Changes.Where(change => change.At < old).ExecuteDeleteAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The change feed could not look")]
    private partial void LookFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A follower of the change feed failed")]
    private partial void FollowerFailed(Exception error);
}
