using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Reviews;

/// <summary>
/// What a campaign reviews, by what it can do: an empty field leaves nothing out. Kept as it was asked, so that the report
/// can show the question next to the answer.
/// </summary>
public sealed record ReviewScope
{
    public const int MostUnattestedDays = 730;

    /// <summary>Only what creates administrators.</summary>
    public bool CreatesAdministrators { get; init; }

    public DeploymentEnvironment? Environment { get; init; }
    public IntegrationKind? Kind { get; init; }
    public VendorId? Vendor { get; init; }
    public TargetId? Target { get; init; }

    /// <summary>Only integrations this person holds a role for, or reaching targets they do: for when somebody leaves.</summary>
    public PersonId? OwnedBy { get; init; }

    /// <summary>Actions of this risk or a higher one.</summary>
    public RiskLevel? RiskFrom { get; init; }

    /// <summary>Only integrations with an owner who has not confirmed for so many days.</summary>
    public int? UnattestedDays { get; init; }

    /// <summary>Also each key behind the privilege.</summary>
    public bool Keys { get; init; } = true;

    public Refusal? Fault => UnattestedDays is < 1 or > MostUnattestedDays
        ? new("unattested_days", $"“Not confirmed for” goes from 1 to {MostUnattestedDays} days.")
        : Environment is { } e && !Enum.IsDefined(e) || Kind is { } k && !Enum.IsDefined(k) || RiskFrom is { } r && !Enum.IsDefined(r)
            ? new("unknown_scope", "Choose the scope from the lists.")
            : null;

    /// <summary>Whether silence about this would keep administrative access.</summary>
    public bool IsAdministrative => CreatesAdministrators || RiskFrom >= RiskLevel.High;
}
