namespace NhiPortal.Domain.Audit;

/// <summary>
/// The outcome of reading a whole log. Rows from <see cref="ConfirmedSize"/> on are covered by no confirmed checkpoint;
/// <see cref="Faults"/> holds at most 20 of <see cref="FaultCount"/>.
/// </summary>
public sealed record LogReport
{
    public bool Intact => FaultCount == 0;

    public required long Rows { get; init; }

    public required long ConfirmedSize { get; init; }

    public required int CheckpointsConfirmed { get; init; }

    public required int CheckpointsFailed { get; init; }

    public required long FaultCount { get; init; }

    public required IReadOnlyList<LogFault> Faults { get; init; }
}
