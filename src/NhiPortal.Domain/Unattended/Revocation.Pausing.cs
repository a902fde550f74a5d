namespace NhiPortal.Domain.Unattended;

public sealed partial class Revocation
{
    public DateTimeOffset? PausedUntil { get; private set; }
    public PersonId? PausedById { get; private set; }
    public string? PauseReason { get; private set; }

    public Result<Done> Pause(PersonId by, string reason, DateTimeOffset until, DateTimeOffset now)
    {
        if (!CanBeKept)
            return new Refusal("over", "It has been taken away, or kept, already; there is nothing to pause.");
        if (until <= now || until > now.AddDays(LongestPauseDays))
            return new Refusal("pause_bounds", $"A pause ends within {LongestPauseDays} days.");
        (PausedUntil, PausedById, PauseReason, Version) = (until, by, reason, Version + 1);
        // Whoever waited for the day that was announced gets a day's notice again.
        var earliest = until + UnattendedPolicy.Notice;
        (NextAt, SuspendOn, RevokeOn) = (Later(NextAt, AnnouncedAt is null ? until : earliest), Later(SuspendOn, earliest), Later(RevokeOn, earliest));
        return default(Done);
    }

    public Result<Done> Unpause(DateTimeOffset now)
    {
        if (PausedUntil is null || PausedUntil <= now)
            return new Refusal("not_paused", "It is not paused.");
        (PausedUntil, Version) = (now, Version + 1);
        return default(Done);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset other) => one < other ? other : one;
}
