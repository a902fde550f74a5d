using System.Globalization;

namespace NhiPortal.Shell.Parts;

/// <summary>The person's time zone, cascaded to every page; UTC until the browser has said otherwise.</summary>
public sealed record Zone(TimeZoneInfo Info)
{
    public static readonly Zone Utc = new(TimeZoneInfo.Utc);
    // English as the record writes it, so that a day is spelled the same on a page and in its sentences.
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>The zone with this IANA name, or UTC for a name nobody knows.</summary>
    public static Zone Named(string? id) =>
        id is { Length: > 0 and < 100 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var info) ? new(info) : Utc;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Info);

    /// <summary>The moment a day begins here.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new(midnight, Info.GetUtcOffset(midnight));
    }

    public string Date(DateTimeOffset at) => Local(at).ToString("d MMM yyyy", English);

    /// <summary>A day that is the same in every zone.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", English);

    public string DateTime(DateTimeOffset at) => Local(at).ToString("d MMM yyyy, HH:mm", English);

    /// <summary>Date, time with seconds, and the offset, for places where the exact moment matters.</summary>
    public string Exact(DateTimeOffset at)
    {
        var local = Local(at);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : "UTC" + local.ToString("zzz", English);
        return local.ToString("d MMM yyyy, HH:mm:ss ", English) + offset;
    }
}

/// <summary>The moment the screen was last brought up to date; cascaded so relative times move together.</summary>
public sealed record Tick(DateTimeOffset Now);
