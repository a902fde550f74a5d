using Hangfire;

namespace NhiPortal.Features.Controls;

/// <summary>Hangfire's door to the measurement of controls.</summary>
[AutomaticRetry(Attempts = 2)]
public sealed class ControlJobs(MeasureControls measure)
{
    public const string Name = "measure-controls";

    [DisableConcurrentExecution(3600)]
    public Task<int> MeasureAsync(CancellationToken cancellation) => measure.RunAsync(cancellation);
}
