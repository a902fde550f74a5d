using Hangfire;

namespace NhiPortal.Features.Requests;

/// <summary>Hangfire's door to requests.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class RequestJobs(ExpireRequests expire, WatchRequests watch, ReturnChanged returning)
{
    // The lock only spares work: two runs at once end each request once all the same.
    [DisableConcurrentExecution(30)]
    public Task<int> ExpireAsync(CancellationToken cancellation) => expire.RunAsync(cancellation);

    [DisableConcurrentExecution(30)]
    public Task<int> WatchAsync(CancellationToken cancellation) => watch.RunAsync(cancellation);

    [DisableConcurrentExecution(30)]
    public Task<int> ReturnAsync(CancellationToken cancellation) => returning.RunAsync(cancellation);
}
