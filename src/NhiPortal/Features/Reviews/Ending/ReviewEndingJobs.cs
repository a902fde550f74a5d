using Hangfire;
using NhiPortal.Features.Executions;

namespace NhiPortal.Features.Reviews.Ending;

/// <summary>Hangfire's door to the end of access reviews.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class ReviewEndingJobs(FinishReviews finish, CarryOutRemovals remove)
{
    [DisableConcurrentExecution(300)]
    public async Task FinishAsync(CancellationToken cancellation)
    {
        await finish.RunAsync(cancellation);
        await remove.RunAsync(cancellation);
        await finish.RunAsync(cancellation);
    }
}
