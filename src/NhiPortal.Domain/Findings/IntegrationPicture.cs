using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Findings;

/// <summary>One integration with its owners, ways, credentials and use. Findings and the risk score read the same picture.</summary>
public sealed record IntegrationPicture(IntegrationId Id) : Picture
{
    /// <summary>What nobody used for this long is idle.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(90);

    public required IntegrationKind Kind { get; init; }
    public required IntegrationStatus Status { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public DateTimeOffset? EndOfLife { get; init; }
    public VendorPicture? Vendor { get; init; }
    public IReadOnlyList<WayPicture> Ways { get; init; } = [];
    public IReadOnlyList<CredentialPicture> Credentials { get; init; } = [];

    /// <summary>Workload identities that still let it call.</summary>
    public int LiveIdentities { get; init; }

    /// <summary>When it last asked for something, or used what it was granted.</summary>
    public DateTimeOffset? LastActive { get; init; }

    /// <summary>What it asked for and nobody may decide.</summary>
    public IReadOnlyList<StuckPicture> Stuck { get; init; } = [];

    /// <summary>What the portal does for it on targets and could not confirm for too long.</summary>
    public IReadOnlyList<UnconfirmedPicture> Unconfirmed { get; init; } = [];

    /// <summary>What was taken because nobody attended, and is not shown to be gone for too long.</summary>
    public IReadOnlyList<UntakenPicture> Untaken { get; init; } = [];

    /// <summary>The score as last kept.</summary>
    public int Score { get; init; }

    public override IntegrationId? Integration => Id;

    public override TargetId? Target => null;

    /// <summary>Something depends on it being governed well.</summary>
    public bool Governed => Status is IntegrationStatus.Active or IntegrationStatus.Suspended;

    public IEnumerable<(WayPicture Way, PathPicture Path)> Paths => Ways.SelectMany(way => way.Paths.Select(path => (way, path)));

    /// <summary>Old enough to have done something, and did not.</summary>
    public bool IsSilent(DateTimeOffset now) =>
        Status == IntegrationStatus.Active && RegisteredAt <= now - Idle && (LastActive ?? RegisteredAt) <= now - Idle;

    /// <summary>Paths nobody used, of an integration that does use others; a silent one is a finding of its own.</summary>
    public IReadOnlyList<(WayPicture Way, PathPicture Path)> UnusedPaths(DateTimeOffset now) =>
        Status == IntegrationStatus.Active && !IsSilent(now) ? [.. Paths.Where(entry => entry.Path.IsUnused(now))] : [];

    /// <summary>The gap on each way that has one: what a decision would name.</summary>
    public IEnumerable<OwnershipGap> Gaps(DateTimeOffset now)
    {
        if (!Governed)
            return [];
        OwnerFact? Own(OwnerRole role) => ControlPoints.FirstOrDefault(point => point.Role == role)?.Holder?.Fact(role);
        var (business, iam) = (Own(OwnerRole.BusinessOwner), Own(OwnerRole.IamOwner));
        var own = ControlPoints.Select(point => point.Gap(now)).OfType<OwnershipGap>();
        return own.Concat(Ways.Select(way => OwnershipGap.OnTheWay(Key, business, iam, way.Key, way.Owner?.Fact(OwnerRole.SystemOwner), now)).OfType<OwnershipGap>()).Distinct();
    }
}

/// <summary>A waiting request that needs a role in which nobody may answer.</summary>
public sealed record StuckPicture(OwnerRole Role, TargetId Target, string TargetKey, DateTimeOffset AskedAt);

/// <summary>One execution that the target does not confirm: what should be so, for whom, and since when somebody must look.</summary>
public sealed record UnconfirmedPicture(ExecutionId Execution, TargetId Target, string TargetKey, string Account, bool Reverting, string Trouble, DateTimeOffset Since);

/// <summary>One revocation that nothing confirms: of what, what keeps it, and since when somebody must look.</summary>
public sealed record UntakenPicture(RevocationId Revocation, string Label, string Trouble, DateTimeOffset Since);

/// <summary>Who operates it, and whether anybody inside answers for the contract.</summary>
public sealed record VendorPicture(VendorId Id, string Name, bool HasContractOwner);

/// <summary>One target it reaches, with the target's owner and what it may ask for there.</summary>
public sealed record WayPicture(TargetId Id, string Key, Criticality Criticality, DeploymentEnvironment Environment)
{
    public OwnerPicture? Owner { get; init; }
    public IReadOnlyList<PathPicture> Paths { get; init; } = [];
}

/// <summary>One action it may ask for, and what was done with it.</summary>
public sealed record PathPicture(string Action, ActionClass Class, string Pattern, DateTimeOffset ApprovedAt)
{
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Every resource it was used on within the time looked at.</summary>
    public IReadOnlyList<string> UsedOn { get; init; } = [];

    public bool IsUnused(DateTimeOffset now) => ApprovedAt <= now - IntegrationPicture.Idle && (LastUsedAt ?? ApprovedAt) <= now - IntegrationPicture.Idle;
}

/// <summary>A credential it holds, and who else holds the same.</summary>
public sealed record CredentialPicture(CredentialId Id, CredentialKind Kind, string Label, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    public DateTimeOffset? LastRotatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public bool LongLived { get; init; }

    /// <summary>Several hold it, says whoever entered it.</summary>
    public bool Shared { get; init; }

    /// <summary>When the portal began to count it as ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Was replaced, and proved dead.</summary>
    public bool Superseded { get; init; }

    /// <summary>When its schedule wants it renewed; null when none does, or none was looked for yet.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>A schedule was looked for.</summary>
    public bool Planned { get; init; }

    /// <summary>Keys of other integrations that keep a credential in the same place.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>What keeps the portal from finishing its rotation; null when nothing does, or nobody need look yet.</summary>
    public string? RotationTrouble { get; init; }

    /// <summary>Since when somebody must look at that.</summary>
    public DateTimeOffset? RotationStuckSince { get; init; }

    public bool IsFederated => Kind == CredentialKind.FederatedToken;

    public bool IsAlive(DateTimeOffset now) => ExpiresAt > now && !Superseded;

    /// <summary>Alive, and nobody has said that it was taken away.</summary>
    public bool IsHeld(DateTimeOffset now) => IsAlive(now) && EndedAt is null;

    /// <summary>The moment from which on nobody should have used it.</summary>
    public DateTimeOffset OverSince => EndedAt < ExpiresAt ? EndedAt.Value : ExpiresAt;

    /// <summary>When it must be renewed: when its schedule says so, and before anybody looked for one, at its end or by what holds without rules.</summary>
    public DateTimeOffset RotateBy(IntegrationKind kind)
    {
        if (DueAt is { } due)
            return due;
        var longest = (LastRotatedAt ?? IssuedAt).AddDays(kind is IntegrationKind.InternalAgent or IntegrationKind.VendorOperated ? 30 : 90);
        return longest < ExpiresAt ? longest : ExpiresAt;
    }

    public bool IsRotationOverdue(IntegrationKind kind, DateTimeOffset now) => !IsFederated && EndedAt is null && now >= (Planned ? DueAt ?? ExpiresAt : RotateBy(kind));
}
