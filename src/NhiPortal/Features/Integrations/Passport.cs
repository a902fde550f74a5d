using NhiPortal.Domain;
using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Owners;

namespace NhiPortal.Features.Integrations;

/// <summary>One action an integration may ask for on a target: how risky, on which resources, and whom policy asks.</summary>
public sealed record PassportPath(
    string Action, string Title, ActionClass Class, RiskLevel Risk, string ResourceType, string Pattern, ApprovalRule? Rule, int LiveGrants);

/// <summary>One target an integration reaches: its owner, what it may ask for there, and the gap that closes it, if any.</summary>
public sealed record PassportWay
{
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required IdentityStore Store { get; init; }
    public required Criticality Criticality { get; init; }
    public required CellView Owner { get; init; }

    /// <summary>The first gap on the way, as a decision would name it; null when requests can be approved.</summary>
    public required OwnershipGap? Gap { get; init; }

    public required IReadOnlyList<PassportPath> Paths { get; init; }

    public int LiveGrants => Paths.Sum(path => path.LiveGrants);
}

/// <summary>How the integration is recognised when it calls.</summary>
public sealed record PassportIdentity(string Issuer, string? IssuerName, string Subject, DateTimeOffset AddedAt, DateTimeOffset? RetiredAt);

/// <summary>A credential's description; the value is nowhere in the portal.</summary>
public sealed record PassportCredential(
    CredentialId Id, CredentialStatus Status, bool Shared, DateTimeOffset? DueAt, DateTimeOffset? NoticeAt, bool Rotating,
    CredentialKind Kind, string Label, string KeptIn, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? LastRotatedAt, DateTimeOffset? LastUsedAt, bool LongLived,
    DateTimeOffset? RevokedAt);

/// <summary>Everything there is to know about one integration but what happened with it.</summary>
public sealed record Passport
{
    public required IntegrationId Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required string Purpose { get; init; }
    public required string TenantName { get; init; }
    public required IntegrationKind Kind { get; init; }
    public required DeploymentEnvironment Environment { get; init; }
    public required IntegrationStatus Status { get; init; }
    public required string? StatusReason { get; init; }
    public required string? Vendor { get; init; }
    public required string? VendorKey { get; init; }
    public required string? ContractOwner { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public required DateTimeOffset? EndOfLife { get; init; }
    public required Standing Standing { get; init; }

    /// <summary>The longest a grant can last under the published policy; null when no rule allows one.</summary>
    public required int? LongestMinutes { get; init; }

    public required int AttestationDays { get; init; }
    public required IReadOnlyList<CellView> Owners { get; init; }
    public required IReadOnlyList<PassportWay> Ways { get; init; }
    public required IReadOnlyList<PassportIdentity> Identities { get; init; }
    public required IReadOnlyList<PassportCredential> Credentials { get; init; }
    public required bool MaySuspend { get; init; }
    public required bool MayResume { get; init; }

    /// <summary>Whether this viewer may enter a credential of it.</summary>
    public required bool MayEnterCredentials { get; init; }

    /// <summary>Change what it is, clone it and retire it.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Who acted under it cannot be told reliably: some credential lives so long that anybody may have it.</summary>
    public bool AttributionUnreliable => Credentials.Any(credential => credential is { Status: CredentialStatus.Active } and ({ LongLived: true } or { Shared: true }));

    /// <summary>Active and before its end of life: otherwise everything it asks for is denied, whoever owns it.</summary>
    public required bool Works { get; init; }

    public int PathCount => Ways.Sum(way => way.Paths.Count);

    public int LiveGrants => Ways.Sum(way => way.LiveGrants);
}
