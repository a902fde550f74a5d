namespace NhiPortal.Domain.Audit;

/// <summary>Leaves of the log from the first to the one before the end.</summary>
/// <param name="First">The first leaf.</param>
/// <param name="End">One more than the last.</param>
public sealed record LogStretch(long First, long End)
{
    public long Events => End - First;

    /// <summary>Their places as people write them.</summary>
    public string Words => FormattableString.Invariant($"events {First} to {End - 1}");
}
