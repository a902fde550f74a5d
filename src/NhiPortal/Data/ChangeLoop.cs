namespace NhiPortal.Data;

/// <summary>
/// Works as soon as something of these kinds has changed, on whichever instance: once for many changes in a row. What the
/// clock alone brings, and what a failed turn left, is for a scheduled job.
/// </summary>
public abstract class ChangeLoop(ChangeFeed feed, TimeProvider time, TimeSpan rest, params ChangeKind[] kinds) : BackgroundService
{
    private readonly SemaphoreSlim heard = new(0, 1);

    /// <summary>Looks again after so long, even if nothing was heard; by default it only listens.</summary>
    protected virtual TimeSpan Longest => Timeout.InfiniteTimeSpan;

    protected abstract Task TurnAsync(CancellationToken cancellation);

    protected abstract void TurnFailed(Exception error);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        feed.Changed += Hear;
        try
        {
            while (true)
            {
                await heard.WaitAsync(Longest, stoppingToken);
                await Task.Delay(rest, time, stoppingToken);
                try
                {
                    await TurnAsync(stoppingToken);
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    // A time limit inside a turn is told as a cancellation too; none of them may end the loop, or the program with it.
                    TurnFailed(error);
                }
            }
        }
        finally
        {
            feed.Changed -= Hear;
        }
    }

    private void Hear(IReadOnlyList<Change> changes)
    {
        if (!changes.Any(change => kinds.Contains(change.Kind)))
            return;
        try
        {
            heard.Release();
        }
        catch (SemaphoreFullException)
        {
            // A turn is on its way already.
        }
    }
}
