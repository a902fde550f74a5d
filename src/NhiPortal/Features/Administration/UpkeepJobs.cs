using Hangfire;

namespace NhiPortal.Features.Administration;

/// <summary>Hangfire's door to housekeeping.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class UpkeepJobs(PruneOldRows prune)
{
    public Task<int> PruneAsync(CancellationToken cancellation) => prune.RunAsync(cancellation);
}
