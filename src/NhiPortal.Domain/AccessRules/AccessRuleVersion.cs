namespace NhiPortal.Domain.AccessRules;

/// <summary>One published state of a tenant's access rules; decisions name it.</summary>
public sealed class AccessRuleVersion
{
    private AccessRuleVersion() { }

    public TenantId TenantId { get; private set; }
    public int Number { get; private set; }

    /// <summary>The pack as JSON text, as it was published.</summary>
    public string Pack { get; private set; } = "";

    public DateTimeOffset PublishedAt { get; private set; }
    public PersonId PublishedById { get; private set; }

    /// <summary>The second person, where it lets more through than the version before.</summary>
    public PersonId? AgreedById { get; private set; }

    public string? Reason { get; private set; }

    internal static AccessRuleVersion Of(AccessRuleDraft draft, PersonId by, PersonId? agreed, string? reason, DateTimeOffset now) => new()
    {
        TenantId = draft.TenantId,
        Number = draft.BasedOn + 1,
        Pack = draft.Pack,
        PublishedAt = now,
        PublishedById = by,
        AgreedById = agreed,
        Reason = reason,
    };
}

/// <summary>The newest version as decisions follow it; what could not be published today is followed in nothing, and lets nothing through.</summary>
public sealed record RulesInForce(int Version, AccessRuleSet? Rules, IReadOnlyList<RulePublisher> Publishers)
{
    /// <summary>An allow is the word of the two people who published it; a later version of one person's carries it on, and them.</summary>
    public bool HasTwoPublishers => Publishers.Select(publisher => publisher.Person).Distinct().Count() >= 2;
}

/// <summary>Somebody whose word a version of the rules is.</summary>
public sealed record RulePublisher(PersonId Person, string Name)
{
    /// <summary>What the record names in place of a role where an access rule allowed.</summary>
    public const string RoleToken = "access_rules";
}
