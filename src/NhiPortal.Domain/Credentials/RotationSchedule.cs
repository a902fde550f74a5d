namespace NhiPortal.Domain.Credentials;

/// <summary>The first moment after another at which a cron expression fires by a zone's clocks; null when it never does, or is none.</summary>
public delegate DateTimeOffset? CronTimes(string cron, TimeZoneInfo zone, DateTimeOffset after);

/// <summary>How often a credential is renewed: every so many days, or when a cron expression fires; and how long before and after its owner hears of it.</summary>
public sealed record RotationSchedule
{
    public const int LongestDays = 1826, LongestNotice = 180, LongestCron = 100;

    public int? EveryDays { get; init; }

    /// <summary>Minute, hour, day of the month, month, day of the week.</summary>
    public string? Cron { get; init; }

    /// <summary>The IANA name, e.g. <c>Europe/Stockholm</c>.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>How many days before it is due its owner is first reminded.</summary>
    public int LeadDays { get; init; } = 14;

    /// <summary>How many days after it was due it counts as left unattended.</summary>
    public int GraceDays { get; init; } = 7;

    /// <summary>Goes on in freezes, too.</summary>
    public bool IgnoresFreezes { get; init; }

    /// <summary>The portal begins it on its day, where it carries it out itself and nothing speaks against it.</summary>
    public bool StartsItself { get; init; }

    /// <summary>For so many hours the old one and the new one both live, unless somebody chooses otherwise at the start.</summary>
    public int OverlapHours { get; init; } = RotationCourse.UsualOverlap;

    internal TimeZoneInfo Clock => TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>What is wrong with it by itself, whatever day it is.</summary>
    internal string? Fault => this switch
    {
        { EveryDays: null, Cron: null } or { EveryDays: not null, Cron: not null } => "Give either a number of days or a cron expression.",
        { EveryDays: < 1 or > LongestDays } => $"Choose 1 to {LongestDays} days between two rotations.",
        { Cron.Length: 0 or > LongestCron } => $"A cron expression has at most {LongestCron} characters, such as 0 6 1 * * for six in the morning on the first of each month.",
        { LeadDays: < 0 or > LongestNotice } or { GraceDays: < 0 or > LongestNotice } => $"Notice and grace are 0 to {LongestNotice} days.",
        _ when Zone.Length > 100 || !TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _) => "Choose a time zone from the list, such as Europe/Stockholm.",
        { OverlapHours: < 0 or > RotationCourse.LongestOverlap } => $"Both may live 0 to {RotationCourse.LongestOverlap} hours side by side.",
        { StartsItself: true } when OverlapHours > GraceDays * 24 => $"Both would live {OverlapHours} hours side by side, longer than {GraceDays} days of grace: what the portal began would count as left unattended. Choose fewer hours or more grace.",
        _ when EveryDays <= LeadDays => $"Reminding {LeadDays} days before what is due every {EveryDays} days would never stop. Choose a shorter notice.",
        _ => null,
    };
}
