namespace NhiPortal.Domain.Discovery;

/// <summary>What has become of an account that was found.</summary>
public enum CandidateStatus
{
    Open,
    Adopted,
    Dismissed,
    Gone,
}

/// <summary>An account seen on a target: unexplained until it is adopted into the register or dismissed for a while.</summary>
public sealed class Candidate
{
    /// <summary>A dismissal ends, as everything does.</summary>
    public static readonly TimeSpan LongestDismissal = TimeSpan.FromDays(366);

    private Candidate() { }

    public CandidateId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public TargetId TargetId { get; private set; }
    public string AccountId { get; private set; } = "";
    public string AccountName { get; private set; } = "";

    /// <summary>False when the target's name holds what the register cannot: such an account never matches anything.</summary>
    public bool NameIsExact { get; private set; }

    public string? DisplayName { get; private set; }
    public AccountKind Kind { get; private set; }
    public bool Enabled { get; private set; }
    public bool Administrator { get; private set; }
    public string CanDo { get; private set; } = "";
    public string? OwnerHint { get; private set; }
    public PersonId? LikelyOwnerId { get; private set; }
    public DateTimeOffset? CreatedAt { get; private set; }
    public DateTimeOffset? LastLoginAt { get; private set; }
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>When a successful reading last did not show it; null while the newest one does.</summary>
    public DateTimeOffset? GoneAt { get; private set; }

    public CandidateStatus Status { get; private set; }
    public IntegrationId? IntegrationId { get; private set; }
    public PersonId? DecidedById { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? Reason { get; private set; }
    public DateTimeOffset? DismissedUntil { get; private set; }
    public int Version { get; private set; }

    public static Candidate Find(TenantId tenant, TargetId target, FoundAccount account, PersonId? likelyOwner, DateTimeOffset now)
    {
        var candidate = new Candidate { Id = Domain.Id.New<CandidateId>(now), TenantId = tenant, TargetId = target, AccountId = account.Id, FirstSeenAt = now };
        candidate.Describe(account, likelyOwner);
        return candidate;
    }

    /// <summary>A dismissal that is over counts for nothing, whether or not anybody has written that down yet.</summary>
    public CandidateStatus StatusAt(DateTimeOffset now) => Status == CandidateStatus.Dismissed && DismissedUntil <= now ? CandidateStatus.Open : Status;

    /// <summary>A reading shows the account, and the register knows it as this integration's, or nobody's.</summary>
    public void See(FoundAccount account, IntegrationId? registered, PersonId? likelyOwner, DateTimeOffset now)
    {
        var before = (Status, IntegrationId, AccountName, DisplayName, Kind, Enabled, Administrator, CanDo, OwnerHint, LikelyOwnerId, CreatedAt, LastLoginAt, GoneAt);
        Describe(account, likelyOwner);
        GoneAt = null;
        if (registered is not null)
            (Status, IntegrationId, DismissedUntil) = (CandidateStatus.Adopted, registered, null);
        else if (StatusAt(now) != CandidateStatus.Dismissed)
            Reopen();
        if (before != (Status, IntegrationId, AccountName, DisplayName, Kind, Enabled, Administrator, CanDo, OwnerHint, LikelyOwnerId, CreatedAt, LastLoginAt, GoneAt))
            Version++;
    }

    /// <summary>A whole reading did not show it any more, or not as anything that needs explaining.</summary>
    public void Lose(DateTimeOffset now)
    {
        if (GoneAt is not null)
            return;
        (Status, GoneAt) = (CandidateStatus.Gone, now);
        Version++;
    }

    /// <summary>Why it cannot be adopted; null when it can.</summary>
    public Refusal? WhyNotAdopt(DateTimeOffset now) => StatusAt(now) switch
    {
        CandidateStatus.Adopted => new("adopted_already", $"{AccountName} is in the register already."),
        CandidateStatus.Gone => new("gone", $"{AccountName} is no longer on the target, or a person without administrative rights by now."),
        _ => NameIsExact ? null : new("name_unfit", $"The name of {AccountName} holds characters the register cannot keep. Rename it on the target, or dismiss it."),
    };

    public Result<Done> Adopt(IntegrationId integration, PersonId? by, DateTimeOffset now)
    {
        if (WhyNotAdopt(now) is { } refused)
            return refused;
        (Status, IntegrationId, Reason, DismissedUntil) = (CandidateStatus.Adopted, integration, null, null);
        Decide(by, now);
        return default(Done);
    }

    public Result<Done> Dismiss(string reason, DateTimeOffset until, PersonId? by, DateTimeOffset now)
    {
        if (StatusAt(now) is not (CandidateStatus.Open or CandidateStatus.Dismissed))
            return new Refusal("not_open", $"{AccountName} is {Status.ToString().ToLowerInvariant()}; only an open candidate can be dismissed.");
        if (until <= now || until > now + LongestDismissal)
            return new Refusal("until_out_of_bounds", "A dismissal ends after today and within a year; then the account comes back.");
        (Status, Reason, DismissedUntil) = (CandidateStatus.Dismissed, reason, until);
        Decide(by, now);
        return default(Done);
    }

    private void Reopen()
    {
        if (Status == CandidateStatus.Open)
            return;
        (Status, IntegrationId, DecidedById, DecidedAt, Reason, DismissedUntil) = (CandidateStatus.Open, null, null, null, null, null);
    }

    private void Decide(PersonId? by, DateTimeOffset now)
    {
        (DecidedById, DecidedAt) = (by, now);
        Version++;
    }

    private void Describe(FoundAccount account, PersonId? likelyOwner)
    {
        (AccountName, NameIsExact) = (Text.Shortened(account.Name, FoundAccount.LongestId) ?? "?", FitsRegister(account.Name));
        (DisplayName, CanDo, OwnerHint) = (Text.Shortened(account.DisplayName, Text.Name), Text.Shortened(account.CanDo, Text.Reason) ?? "", Text.Shortened(account.OwnerHint, Text.Resource));
        (Kind, Enabled, Administrator, LikelyOwnerId, CreatedAt, LastLoginAt) = (account.Kind, account.Enabled, account.Administrator, likelyOwner, account.CreatedAt, account.LastLoginAt);
    }

    /// <summary>Whether a workload identity could hold the name unchanged. Anything else would let one account pass for another.</summary>
    public static bool FitsRegister(string name) => Text.Shortened(name, FoundAccount.LongestId) is { } kept && string.Equals(kept, name, StringComparison.Ordinal);
}
