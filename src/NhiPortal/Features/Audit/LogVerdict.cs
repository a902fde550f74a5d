using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>What reading the whole log found: what it was compared with, and every way in which it differs.</summary>
public sealed record LogVerdict
{
    public bool Intact => FaultCount == 0;

    public required long Rows { get; init; }

    /// <summary>So many of them, at the log's beginning, by their hashes alone: the events are in archives.</summary>
    public long Archived { get; init; }

    /// <summary>Rows up to here stand under a signed checkpoint that fits.</summary>
    public required long ConfirmedSize { get; init; }

    public required int Checkpoints { get; init; }

    public required Checkpoint? Newest { get; init; }

    /// <summary>Events that are recorded but have no place yet, as there always are some for a second.</summary>
    public required long Waiting { get; init; }

    public required TimeSpan Took { get; init; }

    public required long FaultCount { get; init; }

    /// <summary>The first event that is not as it was signed, by its place; null when all are.</summary>
    public long? FirstBroken { get; init; }

    /// <summary>The first few of the faults.</summary>
    public required IReadOnlyList<LogFault> Faults { get; init; }
}
