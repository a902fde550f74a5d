namespace NhiPortal.Data;

/// <summary>The one row that says how far what waits and what was approved has been compared with what changed, whichever instance did.</summary>
public sealed class ReturnCursor
{
    public int Id { get; init; } = 1;

    /// <summary>The newest <see cref="Change.Seq"/> that was looked at.</summary>
    public long Seq { get; set; }

    /// <summary>The newest one by which waiting requests were made due for a look.</summary>
    public long Looked { get; set; }

    /// <summary>Until then one instance compares, and no other needs to.</summary>
    public DateTimeOffset LeasedUntil { get; set; } = DateTimeOffset.MinValue;
}
