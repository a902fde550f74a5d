using NhiPortal.Data;

namespace NhiPortal.Features.Reminders;

/// <summary>Reminds within seconds of a request or nomination, on whichever instance it was made; the scheduled jobs are there for what the clock alone brings.</summary>
public sealed partial class ReminderLoop(RaiseReminders raise, SendLetters send, ChangeFeed feed, TimeProvider time, ILogger<ReminderLoop> log) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim heard = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        feed.Changed += Hear;
        try
        {
            while (true)
            {
                await heard.WaitAsync(stoppingToken);
                // Many changes come in a row; one look does for all of them.
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
            await raise.RunAsync(false, cancellation);
            await send.RunAsync(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // What waits still waits: the next change or the scheduled job takes it up.
            TurnFailed(error.GetType().Name);
        }
    }

    private void Hear(IReadOnlyList<Change> changes)
    {
        if (!changes.Any(change => change.Kind is ChangeKind.Request or ChangeKind.Integration or ChangeKind.Target or ChangeKind.Person))
            return;
        try
        {
            heard.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is on its way already.
        }
    }

    // The kind alone: a mail server's words repeat addresses.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminding after a change failed: {Error}")]
    private partial void TurnFailed(string error);
}
