using Hangfire;

namespace NhiPortal.Features.Unattended;

/// <summary>Hangfire's door to unattended access.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class UnattendedJobs(SweepUnattended sweep, ConfirmRevocations confirm)
{
    [DisableConcurrentExecution(30)]
    public Task<int> SweepAsync(CancellationToken cancellation) => sweep.RunAsync(cancellation);

    [DisableConcurrentExecution(30)]
    public Task<int> ConfirmAsync(CancellationToken cancellation) => confirm.RunAsync(cancellation);
}
