using Hangfire;

namespace NhiPortal.Features.Channels;

/// <summary>Hangfire's door to messages for channels.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class ChannelJobs(SendDeliveries send)
{
    [DisableConcurrentExecution(30)]
    public Task<int> SendAsync(CancellationToken cancellation) => send.RunAsync(cancellation);
}
