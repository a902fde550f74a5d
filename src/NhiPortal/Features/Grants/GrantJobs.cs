using Hangfire;

namespace NhiPortal.Features.Grants;

/// <summary>Hangfire's door to grants.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class GrantJobs(EndDueGrants end)
{
    [DisableConcurrentExecution(30)]
    public Task<int> EndDueAsync(CancellationToken cancellation) => end.RunAsync(cancellation);
}
