namespace NhiPortal.Domain.Controls;

/// <summary>
/// What failed an evidence query in one tenant from a day on, by name: kept as long as the measurements it belongs to, so that
/// a period's end can be told of later. The next list is written when it differs; until then this one still says what failed.
/// </summary>
public sealed class ControlFailingList
{
    /// <summary>So many are named; how many there are is with the measurement.</summary>
    public const int Most = 1_000;

    private ControlFailingList() { }

    public TenantId TenantId { get; private set; }
    public string Query { get; private set; } = "";

    /// <summary>The day (UTC) it was measured first, as a number.</summary>
    public int Day { get; private set; }

    /// <summary>The list, packed.</summary>
    public byte[] Packed { get; private set; } = [];

    public static ControlFailingList Of(TenantId tenant, string query, byte[] packed, DateTimeOffset now) =>
        new() { TenantId = tenant, Query = query, Day = ControlMeasure.DayOf(now), Packed = packed };

    /// <summary>A later measurement of the same day found something else.</summary>
    public void Again(byte[] packed) => Packed = packed;
}
