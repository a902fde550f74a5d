namespace NhiPortal.Domain.Discovery;

/// <summary>How reading one target's accounts went last, and when it last went well.</summary>
public sealed class TargetReading
{
    /// <summary>Of fewer known accounts than this, a share says nothing.</summary>
    private const int FewestTelling = 10;

    /// <summary>Targets are read once a day; so much later nobody knows any more who is administrator there.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(36);

    private TargetReading() { }

    public TargetId TargetId { get; private set; }

    /// <summary>The kind of connector that last read.</summary>
    public string Source { get; private set; } = "";

    public DateTimeOffset? LastReadAt { get; private set; }

    /// <summary>How many accounts the last whole reading showed.</summary>
    public int Accounts { get; private set; }

    public DateTimeOffset? LastTriedAt { get; private set; }

    /// <summary>Why the newest attempt failed; null when it did not.</summary>
    public string? LastFault { get; private set; }

    /// <summary>The newest attempt did read, but showed so few that it was not believed.</summary>
    public bool TooFew { get; private set; }

    public int Version { get; private set; }

    /// <summary>Tried, and not read within its period.</summary>
    public bool IsBlind(DateTimeOffset now) => LastReadAt is { } read ? now >= read + Period : LastFault is not null;

    public static TargetReading Of(TargetId target) => new() { TargetId = target };

    /// <summary>
    /// Why a reading must not be believed: it shows nothing, or more is missing than plausibly went at once. A filter that
    /// went wrong shows as many accounts as before, only others, so both counts and known accounts are compared.
    /// </summary>
    public Refusal? WhyNotBelieved(int accounts, int known, int missing, int largestShareMissing)
    {
        if (accounts == 0)
            return new("nothing_read", "The target showed no account at all.");
        var fewer = LastReadAt is not null && accounts * 100L < Accounts * (100L - largestShareMissing);
        return fewer || known >= FewestTelling && missing * 100L > known * (long)largestShareMissing
            ? new("too_few", $"The target showed {accounts:N0} accounts, {Accounts:N0} before; {missing:N0} of {known:N0} known ones are missing. More than {largestShareMissing} % at once is not believed.")
            : null;
    }

    public void Succeed(string source, int accounts, DateTimeOffset now)
    {
        (Source, Accounts, LastReadAt, LastTriedAt, LastFault, TooFew) = (source, accounts, now, now, null, false);
        Version++;
    }

    public void Fail(string source, string fault, bool tooFew, DateTimeOffset now)
    {
        (LastTriedAt, LastFault, TooFew) = (now, fault.Length > Text.Reason ? fault[..Text.Reason] : fault, tooFew);
        if (LastReadAt is null)
            Source = source;
        Version++;
    }
}
