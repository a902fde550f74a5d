using Hangfire;

namespace NhiPortal.Features.Executions;

/// <summary>Hangfire's door to what the portal carries out on targets.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class ExecutionJobs(CarryOutDue carryOut)
{
    [DisableConcurrentExecution(30)]
    public Task<int> CarryOutAsync(CancellationToken cancellation) => carryOut.RunAsync(cancellation);
}
