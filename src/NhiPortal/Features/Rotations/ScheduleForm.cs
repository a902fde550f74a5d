using System.Globalization;
using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;

namespace NhiPortal.Features.Rotations;

/// <summary>A schedule while a person writes it: texts until they are read.</summary>
public sealed class ScheduleForm
{
    public bool ByCron { get; set; }
    public string Days { get; set; } = "90";
    public string Cron { get; set; } = "0 6 1 * *";
    public string Zone { get; set; } = "UTC";
    public string Lead { get; set; } = "14";
    public string Grace { get; set; } = "7";
    public bool IgnoresFreezes { get; set; }
    public bool StartsItself { get; set; }
    public string Overlap { get; set; } = Text(RotationCourse.UsualOverlap);

    public static ScheduleForm Of(RotationSchedule? schedule, string zone) => schedule is null ? new() { Zone = zone } : new()
    {
        ByCron = schedule.Cron is not null,
        Days = Text(schedule.EveryDays ?? 90),
        Cron = schedule.Cron ?? "0 6 1 * *",
        Zone = schedule.Zone,
        Lead = Text(schedule.LeadDays),
        Grace = Text(schedule.GraceDays),
        IgnoresFreezes = schedule.IgnoresFreezes,
        StartsItself = schedule.StartsItself,
        Overlap = Text(schedule.OverlapHours),
    };

    /// <summary>The schedule, or the first thing that is none; whether anybody could keep to it is judged by <see cref="RotationCalendar"/>.</summary>
    public Result<RotationSchedule> Read()
    {
        if (Number(Lead) is not { } lead || Number(Grace) is not { } grace || (!ByCron && Number(Days) is null))
            return new Refusal("not_a_number", "Days are whole numbers.");
        if (Number(Overlap) is not { } overlap)
            return new Refusal("not_a_number", "The hours both live are a whole number.");
        return new RotationSchedule
        {
            EveryDays = ByCron ? null : Number(Days), Cron = ByCron ? Cron.Trim() : null, Zone = Zone.Trim(), LeadDays = lead, GraceDays = grace, IgnoresFreezes = IgnoresFreezes,
            StartsItself = StartsItself, OverlapHours = overlap,
        };
    }

    private static int? Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
