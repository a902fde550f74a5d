namespace NhiPortal.Domain.Unattended;

/// <summary>How a stopped batch was answered.</summary>
public enum BatchAnswer
{
    Waiting,
    LetGo,
    Discarded,
}

/// <summary>
/// A sweep that the brake stopped before the first: more would have taken one step within a day than the policy lets. It
/// goes on, or ends, by somebody who had no hand in the policy.
/// </summary>
public sealed class RevocationBatch
{
    private RevocationBatch() { }

    public RevocationBatchId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public UnattendedKind Kind { get; private set; }
    public LadderStep Step { get; private set; }
    public int Count { get; private set; }

    /// <summary>What the brake allows in a day, and of how many that are alive.</summary>
    public int Limit { get; private set; }

    public int Alive { get; private set; }
    public DateTimeOffset StoppedAt { get; private set; }
    public BatchAnswer Answer { get; private set; }
    public PersonId? AnsweredById { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public string? Reason { get; private set; }
    public int Version { get; private set; }

    public static RevocationBatch Stop(TenantId tenant, UnattendedKind kind, LadderStep step, int count, int limit, int alive, DateTimeOffset now) => new()
    {
        Id = Domain.Id.New<RevocationBatchId>(now),
        TenantId = tenant,
        Kind = kind,
        Step = step,
        Count = count,
        Limit = limit,
        Alive = alive,
        StoppedAt = now,
    };

    /// <summary>More came to it while nobody had answered.</summary>
    public void Join(int more) => (Count, Version) = (Count + more, Version + 1);

    public Result<Done> Decide(bool letGo, UnattendedPolicy policy, PersonId by, string reason, DateTimeOffset now)
    {
        if (Answer != BatchAnswer.Waiting)
            return new Refusal("answered", "Somebody has answered this already.");
        if (letGo && policy.WasSetBy(by))
            return new Refusal("own_policy", "You had a hand in the policy that stopped here. Somebody else must let it go.");
        (Answer, AnsweredById, AnsweredAt, Reason, Version) = (letGo ? BatchAnswer.LetGo : BatchAnswer.Discarded, by, now, reason, Version + 1);
        return default(Done);
    }
}

/// <summary>Nothing is taken away in one tenant for a while.</summary>
public sealed class RevocationPause
{
    private RevocationPause() { }

    public Guid Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public string Reason { get; private set; } = "";
    public PersonId ById { get; private set; }
    public DateTimeOffset At { get; private set; }
    public DateTimeOffset Until { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public int Version { get; private set; }

    public static Result<RevocationPause> Begin(TenantId tenant, PersonId by, string reason, DateTimeOffset until, DateTimeOffset now) =>
        until <= now || until > now.AddDays(Revocation.LongestPauseDays)
            ? new Refusal("pause_bounds", $"A pause ends within {Revocation.LongestPauseDays} days.")
            : new RevocationPause { Id = Guid.CreateVersion7(now), TenantId = tenant, ById = by, Reason = reason, At = now, Until = until };

    /// <summary>Whoever relied on it gets a day's notice before anything is taken again.</summary>
    public DateTimeOffset StillUntil => (EndedAt ?? Until) + UnattendedPolicy.Notice;

    public bool HoldsAt(DateTimeOffset now) => EndedAt is null && now < Until;

    public void End(DateTimeOffset now) => (EndedAt, Version) = (EndedAt ?? now, Version + 1);
}
