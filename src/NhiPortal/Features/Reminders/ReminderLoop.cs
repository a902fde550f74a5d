using NhiPortal.Data;

namespace NhiPortal.Features.Reminders;

/// <summary>Reminds within seconds of a request or nomination, on whichever instance it was made.</summary>
public sealed partial class ReminderLoop(RaiseReminders raise, SendLetters send, ChangeFeed feed, TimeProvider time, ILogger<ReminderLoop> log)
    : ChangeLoop(feed, time, TimeSpan.FromSeconds(2), ChangeKind.Request, ChangeKind.Integration, ChangeKind.Target, ChangeKind.Person)
{
    protected override async Task TurnAsync(CancellationToken cancellation)
    {
        await raise.RunAsync(false, cancellation);
        await send.RunAsync(cancellation);
    }

    // The kind alone: a mail server's words repeat addresses.
    protected override void TurnFailed(Exception error) => TurnFailed(error.GetType().Name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reminding after a change failed: {Error}")]
    private partial void TurnFailed(string error);
}
