using NhiPortal.Domain.Executions;

namespace NhiPortal.Domain.Reconciliation;

/// <summary>Why a privilege may stand, as one person says and another agrees.</summary>
public sealed record Explanation(string Reason, DateTimeOffset Until, PersonId? Person, IntegrationId? Integration);

/// <summary>One privilege on one target: what the newest reading made of it, and what people said about it.</summary>
public sealed class PrivilegeLine
{
    /// <summary>An explanation ends, as everything does.</summary>
    public static readonly TimeSpan LongestExplanation = TimeSpan.FromDays(366);

    private PrivilegeLine() { }

    public PrivilegeLineId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public TargetId TargetId { get; private set; }
    public string AccountId { get; private set; } = "";
    public string Account { get; private set; } = "";
    public string Holder { get; private set; } = "";
    public bool Enabled { get; private set; }
    public PrivilegeClass Class { get; private set; }
    public string Sentence { get; private set; } = "";
    public IntegrationId? IntegrationId { get; private set; }
    public RequestId? RequestId { get; private set; }
    public DateTimeOffset FirstSeenAt { get; private set; }

    /// <summary>Since when it is of its class.</summary>
    public DateTimeOffset ClassSince { get; private set; }

    /// <summary>When a whole reading last did not show it; null while the newest one does.</summary>
    public DateTimeOffset? GoneAt { get; private set; }

    public PersonId? ExplainedById { get; private set; }
    public DateTimeOffset? ExplainedAt { get; private set; }
    public string? Reason { get; private set; }
    public DateTimeOffset? Until { get; private set; }
    public PersonId? ForPersonId { get; private set; }
    public IntegrationId? ForIntegrationId { get; private set; }
    public PersonId? AgreedById { get; private set; }
    public RemovalId? RemovalId { get; private set; }
    public int Version { get; private set; }

    public static PrivilegeLine Find(TenantId tenant, TargetId target, HeldPrivilege held) => new()
    {
        Id = Domain.Id.New<PrivilegeLineId>(held.FirstSeenAt),
        TenantId = tenant,
        TargetId = target,
        AccountId = held.AccountId,
        Holder = held.Holder,
        FirstSeenAt = held.FirstSeenAt,
        ClassSince = held.FirstSeenAt,
    };

    /// <summary>Two people stand behind it, and its time is not over.</summary>
    public bool IsAgreed(DateTimeOffset now) => AgreedById is not null && now < Until;

    /// <summary>One person explained it; another must agree.</summary>
    public bool IsPending(DateTimeOffset now) => ExplainedById is not null && AgreedById is null && now < Until;

    public void See(MatchedPrivilege matched, bool enabled, DateTimeOffset now)
    {
        var before = (Account, Enabled, Class, Sentence, IntegrationId, RequestId, GoneAt, Until);
        // It came back after it was gone: whoever removed it did not mean it to stand, and nobody saw it in between.
        if (GoneAt is not null)
            (FirstSeenAt, ClassSince, RemovalId) = (now, now, null);
        if (Class != matched.Class)
            ClassSince = now;
        if (Until <= now)
            Forget();
        (Account, Enabled, Class, Sentence, IntegrationId, RequestId, GoneAt) =
            (Text.Shortened(matched.Held.Account, Discovery.FoundAccount.LongestId) ?? "?", enabled, matched.Class, Text.Kept(matched.Sentence, Text.Reason), matched.Integration, matched.Request, null);
        if (before != (Account, Enabled, Class, Sentence, IntegrationId, RequestId, GoneAt, Until))
            Version++;
    }

    /// <summary>A whole reading did not show it any more; what was said about it ends with it.</summary>
    public void Lose(DateTimeOffset now)
    {
        if (GoneAt is not null)
            return;
        Forget();
        (GoneAt, Version) = (now, Version + 1);
    }

    /// <summary>Says why it may stand. Nothing changes before another person agrees.</summary>
    public Result<Done> Explain(Explanation why, PersonId by, DateTimeOffset now)
    {
        if (GoneAt is not null)
            return Gone;
        if (IsAgreed(now))
            return new Refusal("explained_already", "Two people agreed that it stands. It is asked about again when that ends, or when somebody revokes it.");
        if (why.Until <= now || why.Until > now + LongestExplanation)
            return new Refusal("until_out_of_bounds", "An explanation ends after today and within a year; then it is asked about again.");
        if (why.Person is null && why.Integration is null)
            return new Refusal("for_whom", "Name the person or the integration it belongs to.");
        Forget();
        (ExplainedById, ExplainedAt, Reason, Until, ForPersonId, ForIntegrationId, Version) = (by, now, why.Reason, why.Until, why.Person, why.Integration, Version + 1);
        return default(Done);
    }

    /// <param name="by">Somebody who neither explained it nor holds it.</param>
    /// <param name="seen">The version they saw: they agree to what they read, and to nothing else.</param>
    /// <param name="now">The moment.</param>
    public Result<Done> Agree(PersonId by, int seen, DateTimeOffset now)
    {
        if (GoneAt is not null)
            return Gone;
        if (Version != seen)
            return new Refusal("changed_meanwhile", "The line or its explanation was changed meanwhile. Look at it again before you agree.");
        if (!IsPending(now))
            return new Refusal("nothing_explained", "No explanation waits for a second person here.");
        if (by == ExplainedById)
            return new Refusal("own_explanation", "You explained it; another person must agree.");
        if (by == ForPersonId)
            return new Refusal("own_privilege", "It is your own account; another person must agree.");
        (AgreedById, Class, ClassSince, Sentence, Version) = (by, PrivilegeClass.Explained, now, "Two people agreed that it stands.", Version + 1);
        return default(Done);
    }

    /// <summary>It is being taken away; only the next reading says that it is gone.</summary>
    public Result<Done> Revoke(RemovalId removal)
    {
        if (GoneAt is not null)
            return Gone;
        if (Class == PrivilegeClass.Explained)
            return new Refusal("explained", "What is explained is not revoked here: end its grant, or withdraw what explains it.");
        (RemovalId, Version) = (removal, Version + 1);
        return default(Done);
    }

    private Refusal Gone => new("gone", $"{Account} does not hold it any more.");

    private void Forget() => (ExplainedById, ExplainedAt, Reason, Until, ForPersonId, ForIntegrationId, AgreedById) = (null, null, null, null, null, null, null);
}
