namespace NhiPortal.Domain.Policy;

/// <summary>One published state of the policy. A request keeps the version it was judged by.</summary>
public sealed class PolicyVersion
{
    private PolicyVersion() { }

    public int Number { get; private set; }
    public IReadOnlyList<ApprovalRule> Rules { get; private set; } = [];
    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>Who asked for it to be published; null for the portal's first start.</summary>
    public PersonId? PublishedById { get; private set; }

    /// <summary>The second person, where it asked for less than the version before.</summary>
    public PersonId? AgreedById { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Everybody who wrote, published or agreed to it: the people who control what it decides.</summary>
    public IReadOnlyList<PersonId> Hands { get; private set; } = [];

    public static PolicyVersion Publish(int number, ApprovalPolicy policy, PersonId? by, DateTimeOffset now) =>
        new() { Number = number, Rules = policy.Rules, PublishedAt = now, PublishedById = by, Hands = by is { } person ? [person] : [] };

    internal static PolicyVersion Of(PolicyDraft draft, ApprovalPolicy policy, PersonId by, PersonId? agreed, string? reason, DateTimeOffset now) => new()
    {
        Number = draft.BasedOn + 1,
        Rules = policy.Rules,
        PublishedAt = now,
        PublishedById = by,
        AgreedById = agreed,
        Reason = reason,
        Hands = [.. draft.Editors.Append(by).Concat(agreed is { } second ? [second] : []).Distinct()],
    };
}
