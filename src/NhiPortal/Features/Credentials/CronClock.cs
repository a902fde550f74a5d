using Cronos;

namespace NhiPortal.Features.Credentials;

/// <summary>Reads cron expressions for the rules, which know none themselves.</summary>
public static class CronClock
{
    public static DateTimeOffset? Next(string cron, TimeZoneInfo zone, DateTimeOffset after) =>
        CronExpression.TryParse(cron, out var read) ? read.GetNextOccurrence(after, zone)?.ToUniversalTime() : null;
}
