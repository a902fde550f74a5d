using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Reviews;

/// <summary>What one item asks about: a privilege of an integration, or one key behind its privilege.</summary>
public sealed record ReviewSubject
{
    public required ReviewItemKind Kind { get; init; }
    public required TenantId Tenant { get; init; }
    public required IntegrationId Integration { get; init; }

    /// <summary>The integration's key, for the order and for whoever reads it later.</summary>
    public required string Key { get; init; }

    public TargetId? Target { get; init; }
    public string TargetKey { get; init; } = "";
    public PathId? Path { get; init; }
    public string Action { get; init; } = "";
    public string Pattern { get; init; } = "";
    public CredentialId? Credential { get; init; }
    public string Label { get; init; } = "";
    public required RiskLevel Risk { get; init; }

    /// <summary>
    /// The order of a campaign's items, and so their numbers: riskiest first, then by what people can read. The same things are
    /// numbered the same whenever they are.
    /// </summary>
    public static IReadOnlyList<T> InOrder<T>(IEnumerable<T> things, Func<T, ReviewSubject> of) =>
    [
        .. things.OrderByDescending(t => of(t).Risk).ThenBy(t => of(t).Key, StringComparer.Ordinal).ThenBy(t => of(t).TargetKey, StringComparer.Ordinal)
            .ThenBy(t => of(t).Kind).ThenBy(t => of(t).Action, StringComparer.Ordinal).ThenBy(t => of(t).Pattern, StringComparer.Ordinal).ThenBy(t => of(t).Label, StringComparer.Ordinal),
    ];
}

/// <summary>One thing to decide in a campaign. It comes to exactly one outcome, by somebody who may decide or by the campaign's end.</summary>
public sealed partial class ReviewItem
{
    private ReviewItem() { }

    public CampaignId CampaignId { get; private set; }

    /// <summary>From 1; part of the key.</summary>
    public int Number { get; private set; }

    public TenantId TenantId { get; private set; }
    public ReviewItemKind Kind { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public TargetId? TargetId { get; private set; }
    public PathId? PathId { get; private set; }
    public CredentialId? CredentialId { get; private set; }

    /// <summary>The action's name, or the key's label.</summary>
    public string Action { get; private set; } = "";

    /// <summary>The resources it covers; empty for a key.</summary>
    public string Pattern { get; private set; } = "";

    public RiskLevel Risk { get; private set; }
    public ReviewFacts Facts { get; private set; } = null!;
    public Recommendation Recommended { get; private set; }
    public IReadOnlyList<string> Reasons { get; private set; } = [];

    /// <summary>From 0; the stage that is being asked.</summary>
    public int Stage { get; private set; }

    public int Stages { get; private set; }

    /// <summary>Who is asked now.</summary>
    public PersonId ReviewerId { get; private set; }

    /// <summary>Asked as the fallback, by reassignment or in place of an owner: not by the stage's rule.</summary>
    public bool Reassigned { get; private set; }

    /// <summary>May decide as well since it was escalated.</summary>
    public PersonId? EscalatedToId { get; private set; }

    public DateTimeOffset? EscalatedAt { get; private set; }

    /// <summary>A reviewer has answered but not submitted.</summary>
    public ReviewAnswer? Drafted { get; private set; }

    /// <summary>Somebody independent of the integration kept it at an earlier stage.</summary>
    public bool SeenIndependently { get; private set; }

    /// <summary>How many answers were submitted, at all stages.</summary>
    public int Answers { get; private set; }

    public ReviewOutcome? Outcome { get; private set; }
    public DateTimeOffset? OutcomeAt { get; private set; }
    public DateOnly? RotateBy { get; private set; }
    public string? ReduceTo { get; private set; }
    public int Version { get; private set; }

    public bool IsWaiting => Outcome is null;

    public bool IsLastStage => Stage == Stages - 1;

    /// <summary>Nobody independent decides on it at another stage, as far as is known now.</summary>
    public bool Alone => IsLastStage && !SeenIndependently;

    public static ReviewItem Of(CampaignId campaign, int number, ReviewSubject subject, ReviewFacts facts, PersonId reviewer, bool byFallback, int stages)
    {
        var advice = Recommending.Of(facts, subject.Kind == ReviewItemKind.Privilege ? subject.Pattern : null);
        return new()
        {
            CampaignId = campaign,
            Number = number,
            TenantId = subject.Tenant,
            Kind = subject.Kind,
            IntegrationId = subject.Integration,
            TargetId = subject.Target,
            PathId = subject.Path,
            CredentialId = subject.Credential,
            Action = subject.Kind == ReviewItemKind.Privilege ? subject.Action : subject.Label,
            Pattern = subject.Pattern,
            Risk = subject.Risk,
            Facts = facts,
            Recommended = advice.For,
            Reasons = advice.Reasons,
            ReviewerId = reviewer,
            Reassigned = byFallback,
            Stages = stages,
        };
    }

    /// <summary>Asks somebody else; a draft of the one asked before is nobody's decision any more.</summary>
    public Result<Done> Reassign(ReviewerFacts to, bool byRule = false)
    {
        if (!IsWaiting)
            return Decided;
        if (ReviewRules.WhyNot(to, Alone) is { } refused)
            return refused;
        if (to.Person == ReviewerId)
            return new Refusal("same_reviewer", "They are asked already.");
        (ReviewerId, Reassigned, Drafted, Version) = (to.Person, !byRule, null, Version + 1);
        return default(Done);
    }

    /// <summary>Lets somebody else decide as well; false when that was done, or it is decided.</summary>
    public bool Escalate(PersonId to, DateTimeOffset now)
    {
        if (!IsWaiting || EscalatedAt is not null)
            return false;
        (EscalatedToId, EscalatedAt, Version) = (to, now, Version + 1);
        return true;
    }

    /// <summary>What is reviewed ended otherwise; nothing is left to decide.</summary>
    public bool FindGone(DateTimeOffset now) => End(ReviewOutcome.Gone, now);

    /// <summary>The campaign is over and nobody decided.</summary>
    public bool FallTo(UndecidedOutcome undecided, DateTimeOffset now) =>
        End(undecided == UndecidedOutcome.Keep ? ReviewOutcome.UnattendedKept : ReviewOutcome.UnattendedRevoked, now);

    private static Refusal Decided => new("decided", "This is decided already.");

    private bool End(ReviewOutcome outcome, DateTimeOffset now)
    {
        if (!IsWaiting)
            return false;
        (Outcome, OutcomeAt, Drafted, Version) = (outcome, now, null, Version + 1);
        return true;
    }
}
