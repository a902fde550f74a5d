using Hangfire;

namespace NhiPortal.Features.Evidence;

/// <summary>Hangfire's door to packages of evidence that wait, also after a restart.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class EvidenceJobs(BuildEvidence build)
{
    [DisableConcurrentExecution(30)]
    public Task<int> BuildAsync(CancellationToken cancellation) => build.RunAsync(cancellation);
}
