namespace NhiPortal.Domain.Credentials;

/// <summary>What a clock on a wall means as a moment.</summary>
internal static class ZoneClock
{
    public static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        // Clocks put forward skip the time: it is the first there is. Clocks put back have it twice: it is the first of the two.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
