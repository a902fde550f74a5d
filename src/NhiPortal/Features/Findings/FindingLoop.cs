namespace NhiPortal.Features.Findings;

/// <summary>Follows changes all the time: what was committed is judged within seconds. Every instance runs one; the cursor's lease decides who works.</summary>
public sealed partial class FindingLoop(FollowChanges follow, ILogger<FindingLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await follow.RunAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // An outage must not end the loop: the cursor stands where it stood.
                TurnFailed(error);
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Findings could not follow what changed; trying again")]
    private partial void TurnFailed(Exception error);
}
