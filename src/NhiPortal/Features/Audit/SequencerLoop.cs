namespace NhiPortal.Features.Audit;

/// <summary>
/// Places and signs all the time: what was committed is in the tree within a second. Every instance runs one; the tree's
/// state row decides who wins.
/// </summary>
public sealed partial class SequencerLoop(SequenceAudit sequence, SignCheckpoint sign, TimeProvider time, ILogger<SequencerLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>When this instance last found or left nothing waiting; the health check asks.</summary>
    public DateTimeOffset? CaughtUpAt { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(false, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // An outage must not end the loop: what waits is safe in the database and is placed later.
                TurnFailed(error);
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }

    /// <summary>A clean end leaves nothing waiting and everything signed for.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await TurnAsync(true, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time for a clean end is over. What waits is durable and gets its place at the next start.
        }
        catch (Exception error)
        {
            TurnFailed(error);
        }
    }

    private async Task TurnAsync(bool last, CancellationToken cancellation)
    {
        await sequence.RunAsync(cancellation);
        await sign.RunAsync(last, cancellation);
        CaughtUpAt = time.GetUtcNow();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit log could not be sequenced or signed; trying again")]
    private partial void TurnFailed(Exception error);
}
