using Hangfire;

namespace NhiPortal.Features.Reviews;

/// <summary>Hangfire's door to access reviews.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class ReviewJobs(RunCampaigns run, RepeatCampaigns repeat)
{
    [DisableConcurrentExecution(30)]
    public Task KeepGoingAsync(CancellationToken cancellation) => run.RunAsync(cancellation);

    [DisableConcurrentExecution(30)]
    public Task RepeatAsync(CancellationToken cancellation) => repeat.RunAsync(cancellation);
}
