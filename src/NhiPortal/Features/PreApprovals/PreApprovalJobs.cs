using Hangfire;

namespace NhiPortal.Features.PreApprovals;

/// <summary>Hangfire's door to standing pre-approvals.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class PreApprovalJobs(EndDuePreApprovals end)
{
    [DisableConcurrentExecution(30)]
    public Task<int> EndDueAsync(CancellationToken cancellation) => end.RunAsync(cancellation);
}
