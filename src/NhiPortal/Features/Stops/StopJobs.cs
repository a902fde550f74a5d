using Hangfire;
using NhiPortal.Features.Executions;

namespace NhiPortal.Features.Stops;

/// <summary>Hangfire's door to what stops take away.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class StopJobs(CarryOutStops carryOut, CarryOutRemovals remove)
{
    [DisableConcurrentExecution(30)]
    public async Task CarryOutAsync(CancellationToken cancellation)
    {
        await carryOut.RunAsync(cancellation);
        await remove.RunAsync(cancellation);
        await carryOut.RunAsync(cancellation);
    }
}
