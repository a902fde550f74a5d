namespace NhiPortal.Data;

/// <summary>
/// The one row that says how far findings have followed what changed, whichever instance did. A lease lets one instance
/// work at a time; when it dies, another goes on from the same place.
/// </summary>
public sealed class FindingCursor
{
    public int Id { get; init; } = 1;

    /// <summary>The newest <see cref="Change.Seq"/> that was judged.</summary>
    public long Seq { get; set; }

    /// <summary>Up to here it was looked what the clock alone had changed.</summary>
    public DateTimeOffset SweptAt { get; set; }

    /// <summary>When the last judgement of everything began; never before the first one.</summary>
    public DateTimeOffset? WholeRunAt { get; set; }

    public DateTimeOffset LeasedUntil { get; set; }
}
