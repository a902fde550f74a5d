using Hangfire;

namespace NhiPortal.Features.Owners;

/// <summary>Hangfire's door to ownerships.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class OwnershipJobs(SweepOwnerships sweep)
{
    [DisableConcurrentExecution(30)]
    public Task<int> SweepAsync(CancellationToken cancellation) => sweep.RunAsync(cancellation);
}
