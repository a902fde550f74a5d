namespace NhiPortal.Domain.Policy;

/// <summary>One published state of the policy. A request keeps the version it was judged by.</summary>
public sealed class PolicyVersion
{
    private PolicyVersion() { }

    public int Number { get; private set; }
    public IReadOnlyList<ApprovalRule> Rules { get; private set; } = [];
    public DateTimeOffset PublishedAt { get; private set; }
    public PersonId? PublishedById { get; private set; }

    public static PolicyVersion Publish(int number, ApprovalPolicy policy, PersonId? by, DateTimeOffset now) =>
        new() { Number = number, Rules = policy.Rules, PublishedAt = now, PublishedById = by };
}
