namespace NhiPortal.Domain.Reminders;

/// <summary>A person's own day in their zone: the hour of their digest, and the hours in which no mail is sent.</summary>
public sealed record OwnHours(TimeZoneInfo Zone, int DigestHour, int? QuietFrom, int? QuietUntil)
{
    /// <summary>The first moment after this one at which the digest hour begins where they are.</summary>
    public DateTimeOffset NextDigest(DateTimeOffset after)
    {
        // Starting a day early, because a zone may have moved its clocks across midnight.
        for (var day = DayOf(after).AddDays(-1); ; day = day.AddDays(1))
            if (Moment(day, DigestHour) is var at && at > after)
                return at;
    }

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    public bool IsQuiet(DateTimeOffset at)
    {
        if (QuietFrom is not { } from || QuietUntil is not { } until)
            return false;
        var hour = TimeZoneInfo.ConvertTime(at, Zone).Hour;
        return from < until ? from <= hour && hour < until : hour >= from || hour < until;
    }

    /// <summary>The same moment, or the end of the quiet hours it falls into.</summary>
    public DateTimeOffset WhenAwake(DateTimeOffset at)
    {
        if (!IsQuiet(at))
            return at;
        for (var day = DayOf(at); ; day = day.AddDays(1))
            // Where the only hour that is not quiet is one the clocks skip, it is the next day's.
            if (Moment(day, QuietUntil!.Value) is var end && end > at && !IsQuiet(end))
                return end;
    }

    private DateTimeOffset Moment(DateOnly day, int hour)
    {
        var local = day.ToDateTime(new TimeOnly(hour, 0));
        // Of an hour that the clocks repeat, the first counts.
        var at = new DateTimeOffset(local, Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local)).ToUniversalTime();
        // One that they skip begins when they have skipped it, and around a change a zone may name an offset too early: the clock on
        // the wall decides.
        while (TimeZoneInfo.ConvertTime(at, Zone).DateTime < local)
            at = at.AddMinutes(1);
        return at;
    }
}
