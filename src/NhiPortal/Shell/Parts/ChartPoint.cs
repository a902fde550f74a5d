using System.Globalization;

namespace NhiPortal.Shell.Parts;

/// <summary>One named figure in a chart; it may lead somewhere.</summary>
public sealed record ChartPoint(string Name, double Value, string? Href = null, Tone Tone = Tone.Info);

/// <summary>One line of a trend chart; its figures stand in the order of the chart's labels.</summary>
public sealed record ChartLine(string Name, IReadOnlyList<double> Values, Tone Tone = Tone.Info);

/// <summary>How figures are written in charts and in drawings, whatever the server's own language is.</summary>
internal static class ChartNumbers
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static string Words(double value) => value.ToString("#,0.##", English);

    public static string Svg(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The next round figure at or above the highest value, so that the axis ends on a number people read.</summary>
    public static double RoundTop(double highest)
    {
        if (highest <= 4) return 4;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(highest)));
        return new[] { 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10 }.Select(m => m * unit).First(top => top >= highest);
    }
}
