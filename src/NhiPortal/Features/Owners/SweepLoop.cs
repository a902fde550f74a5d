using NhiPortal.Data;

namespace NhiPortal.Features.Owners;

/// <summary>
/// Sweeps as soon as something about people, integrations or targets has changed, on whichever instance: lists and gaps
/// follow within a second or two. The scheduled sweep is there for what the clock alone changes.
/// </summary>
public sealed partial class SweepLoop(SweepOwnerships sweep, ChangeFeed feed, TimeProvider time, ILogger<SweepLoop> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim heard = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        feed.Changed += Hear;
        try
        {
            while (true)
            {
                await heard.WaitAsync(stoppingToken);
                // Many changes come in a row; one sweep does for all of them.
                await Task.Delay(Rest, time, stoppingToken);
                await TurnAsync(stoppingToken);
            }
        }
        finally
        {
            feed.Changed -= Hear;
        }
    }

    private async Task TurnAsync(CancellationToken cancellation)
    {
        try
        {
            await sweep.RunAsync(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What is due stays due: the next change or the scheduled sweep takes it up.
            TurnFailed(error);
        }
    }

    private void Hear(IReadOnlyList<Change> changes)
    {
        if (!changes.Any(change => change.Kind is ChangeKind.Person or ChangeKind.Integration or ChangeKind.Target))
            return;
        try
        {
            heard.Release();
        }
        catch (SemaphoreFullException)
        {
            // A sweep is on its way already.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sweep after a change failed")]
    private partial void TurnFailed(Exception error);
}
