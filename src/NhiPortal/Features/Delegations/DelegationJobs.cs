using Hangfire;

namespace NhiPortal.Features.Delegations;

/// <summary>Hangfire's door to delegations.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class DelegationJobs(EndDueDelegations end)
{
    [DisableConcurrentExecution(30)]
    public Task<int> EndDueAsync(CancellationToken cancellation) => end.RunAsync(cancellation);
}
