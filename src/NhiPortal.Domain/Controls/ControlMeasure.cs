namespace NhiPortal.Domain.Controls;

/// <summary>What one evidence query found in one tenant on one day; a later measurement of the day replaces it, and another day's stays.</summary>
public sealed class ControlMeasure
{
    private ControlMeasure() { }

    public TenantId TenantId { get; private set; }
    public string Query { get; private set; } = "";

    /// <summary>The day (UTC) as a number, so that days can be grouped on every database.</summary>
    public int Day { get; private set; }

    public DateTimeOffset MeasuredAt { get; private set; }
    public int Population { get; private set; }
    public int Failing { get; private set; }
    public string? Missing { get; private set; }

    public static ControlMeasure Of(TenantId tenant, string query, EvidenceCount count, DateTimeOffset now)
    {
        var measure = new ControlMeasure { TenantId = tenant, Query = query, Day = DayOf(now) };
        measure.Again(count, now);
        return measure;
    }

    public void Again(EvidenceCount count, DateTimeOffset now) => (Population, Failing, Missing, MeasuredAt) = (count.Population, count.Failing, count.Missing, now);

    public static int DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime).DayNumber;
}
