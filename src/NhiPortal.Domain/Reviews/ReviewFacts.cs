using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Reviews;

/// <summary>How one owner stood when the facts were taken.</summary>
public sealed record ReviewOwner(OwnerRole Role, string Name, OwnershipState State);

/// <summary>What was known of a key when the facts were taken; never its value.</summary>
public sealed record ReviewKey(string Kind, string KeptIn, DateTimeOffset Issued, DateTimeOffset? Rotated, DateTimeOffset? Expires, bool LongLived, bool Shared, string? BackupOwner);

/// <summary>What a reviewer saw: the facts as they were when the campaign started, kept for whoever asks later.</summary>
public sealed record ReviewFacts
{
    public required DateTimeOffset TakenAt { get; init; }
    public required string Integration { get; init; }
    public required string Purpose { get; init; }
    public required IntegrationKind Kind { get; init; }
    public required IntegrationStatus Status { get; init; }
    public string? Vendor { get; init; }
    public required string What { get; init; }
    public string? Target { get; init; }
    public DateTimeOffset? Since { get; init; }
    public DateTimeOffset? LastUsed { get; init; }

    /// <summary>Grants given for it in the last 90 days.</summary>
    public int Grants { get; init; }

    /// <summary>Grants alive at that moment; with none, the privilege stands but nobody holds it now.</summary>
    public int LiveGrants { get; init; }

    /// <summary>What its accounts hold on the target by themselves, without any grant, as the newest reading showed it.</summary>
    public IReadOnlyList<string> Standing { get; init; } = [];

    public int RiskScore { get; init; }
    public IReadOnlyList<ReviewOwner> Owners { get; init; } = [];
    public ReviewKey? Key { get; init; }

    /// <summary>What the last campaign decided on the same thing.</summary>
    public string? Previously { get; init; }

    public DateTimeOffset? PreviouslyAt { get; init; }

    /// <summary>Changes of the integration in the last 90 days.</summary>
    public int Changes { get; init; }

    /// <summary>Sources that had not answered lately; what they say may be old.</summary>
    public IReadOnlyList<string> Stale { get; init; } = [];
}
