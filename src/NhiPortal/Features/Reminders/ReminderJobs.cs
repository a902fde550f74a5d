using Hangfire;

namespace NhiPortal.Features.Reminders;

/// <summary>Hangfire's door to reminders and their mail.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class ReminderJobs(RaiseReminders raise, WriteDigests digests, SendLetters send, ReadReturnedMail returned)
{
    [DisableConcurrentExecution(30)]
    public async Task<int> RemindAsync(CancellationToken cancellation) => await raise.RunAsync(true, cancellation) + await digests.RunAsync(cancellation);

    [DisableConcurrentExecution(30)]
    public Task<int> SendAsync(CancellationToken cancellation) => send.RunAsync(cancellation);

    [DisableConcurrentExecution(30)]
    public Task<int> ReadReturnedAsync(CancellationToken cancellation) => returned.RunAsync(cancellation);
}
