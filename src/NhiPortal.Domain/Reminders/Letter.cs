namespace NhiPortal.Domain.Reminders;

/// <summary>Whether a letter cannot wait or is the day's digest.</summary>
public enum LetterKind
{
    AtOnce,
    Digest,
}

/// <summary>Where a letter stands.</summary>
public enum LetterState
{
    Waiting,
    Sent,

    /// <summary>Nothing it would have told of was left to do.</summary>
    Dropped,

    /// <summary>The person's own mail server wants none for them.</summary>
    Refused,

    /// <summary>The letter itself was not wanted, whoever it was for.</summary>
    Failed,
}

/// <summary>
/// One mail to one person, written in the transaction that raised what it tells of, and sent afterwards. Its text is
/// made when it is sent, from what is still to be done by then; no address and no text is kept.
/// </summary>
public sealed class Letter
{
    /// <summary>A mailbox that puts us off for longer than this does not work.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    private Letter() { }

    public Guid Id { get; private set; }
    public PersonId PersonId { get; private set; }
    public LetterKind Kind { get; private set; }

    /// <summary>The digest's day where the person is: they get one a day, whatever happens to their settings.</summary>
    public int? Day { get; private set; }

    public LetterState State { get; private set; }
    public DateTimeOffset WrittenAt { get; private set; }
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>While an instance is sending it.</summary>
    public DateTimeOffset LeasedUntil { get; private set; }

    public int Tries { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The server's last answer as a number; never its words, which repeat addresses.</summary>
    public int? Answer { get; private set; }

    public int Version { get; private set; }

    public static Letter Write(PersonId person, LetterKind kind, DateOnly? day, DateTimeOffset due, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        PersonId = person,
        Kind = kind,
        Day = day?.DayNumber,
        WrittenAt = now,
        DueAt = due,
        LeasedUntil = DateTimeOffset.MinValue,
    };

    /// <summary>Whether more can be told by it: not while it may be on its way.</summary>
    public bool TakesMore(DateTimeOffset now) => State == LetterState.Waiting && LeasedUntil <= now;

    /// <summary>Lets it go sooner, and makes whoever is about to take it read again.</summary>
    public void Join(DateTimeOffset due)
    {
        DueAt = due < DueAt ? due : DueAt;
        Version++;
    }

    /// <summary>Not now: where the person is, it is a quiet hour.</summary>
    public void Wait(DateTimeOffset until)
    {
        DueAt = until;
        Version++;
    }

    /// <summary>For a while nobody else sends it; whoever dies meanwhile leaves it to the next.</summary>
    public void Take(DateTimeOffset now)
    {
        LeasedUntil = now + Lease;
        Tries++;
        Version++;
    }

    public void End(LetterState how, int? answer, DateTimeOffset now)
    {
        (State, Answer, EndedAt, LeasedUntil) = (how, answer, now, DateTimeOffset.MinValue);
        Version++;
    }

    /// <summary>Waits longer after each try.</summary>
    public void Postpone(int? answer, DateTimeOffset now)
    {
        (Answer, LeasedUntil) = (answer, DateTimeOffset.MinValue);
        DueAt = now + Pause(Tries);
        Version++;
    }

    /// <summary>1, 2, 4 … minutes, up to four hours.</summary>
    public static TimeSpan Pause(int tries)
    {
        var pause = TimeSpan.FromMinutes(Math.Pow(2, Math.Clamp(tries - 1, 0, 12)));
        return pause < LongestPause ? pause : LongestPause;
    }
}
