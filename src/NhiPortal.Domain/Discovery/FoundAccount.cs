namespace NhiPortal.Domain.Discovery;

/// <summary>Whether an account stands for a human or for a machine, if the target can tell.</summary>
public enum AccountKind
{
    Unknown,
    Person,
    ServiceAccount,
}

/// <summary>One account as its target shows it at the moment of reading.</summary>
public sealed record FoundAccount
{
    public const int LongestId = 300;

    /// <summary>The target's own id, which outlives a change of name.</summary>
    public required string Id { get; init; }

    /// <summary>The name it signs in with, exactly as the target holds it.</summary>
    public required string Name { get; init; }

    public string? DisplayName { get; init; }
    public AccountKind Kind { get; init; }
    public bool Enabled { get; init; } = true;
    public bool Administrator { get; init; }

    /// <summary>Roles and groups that give it administrative rights.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>What it can do, for people.</summary>
    public required string CanDo { get; init; }

    /// <summary>Whatever the target says about who answers for it.</summary>
    public string? OwnerHint { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? LastLoginAt { get; init; }

    /// <summary>When its password or key was last set, where the target says so.</summary>
    public DateTimeOffset? SecretSetAt { get; init; }

    /// <summary>When its password or the account itself stops working by itself.</summary>
    public DateTimeOffset? SecretEndsAt { get; init; }

    /// <summary>What nobody registers as an integration and nobody need explain: a person without administrative rights.</summary>
    public bool Ordinary => Kind == AccountKind.Person && !Administrator;
}
