using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Features.Policy;

/// <summary>A change window, or hours that count, as a person writes them.</summary>
public sealed class WindowForm
{
    public HashSet<DayOfWeek> Days { get; } = [];
    public string From { get; set; } = "08:00";
    public string Until { get; set; } = "17:00";
    public string Zone { get; set; } = "UTC";

    /// <summary>One day in each line.</summary>
    public string Closed { get; set; } = "";

    /// <summary>Working days in the zone of whoever writes it.</summary>
    public static WindowForm New(string zone) =>
        new() { Zone = zone, Days = { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday } };

    public static WindowForm Of(ChangeWindow window)
    {
        var form = new WindowForm
        {
            From = Text(window.From),
            Until = Text(window.Until),
            Zone = window.Zone,
            Closed = string.Join('\n', window.ClosedDays.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        };
        form.Days.UnionWith(window.Days);
        return form;
    }

    public Result<ChangeWindow> Read()
    {
        if (!TimeOnly.TryParse(From, CultureInfo.InvariantCulture, out var from) || !TimeOnly.TryParse(Until, CultureInfo.InvariantCulture, out var until))
            return new Refusal("change_window", "Hours begin and end at times such as 08:00.");
        var closed = new SortedSet<DateOnly>();
        foreach (var line in Closed.Split(['\n', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!DateOnly.TryParseExact(line, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return new Refusal("change_window", $"\"{Domain.Text.Kept(line, 30)}\" is not a day. Write closed days as 2026-12-24, one in each line.");
            closed.Add(day);
        }

        return new ChangeWindow { Days = [.. Days.Order()], From = from, Until = until, Zone = Zone.Trim(), ClosedDays = [.. closed] };
    }

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
