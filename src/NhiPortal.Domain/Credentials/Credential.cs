using NhiPortal.Domain.Integrations;

namespace NhiPortal.Domain.Credentials;

/// <summary>What an integration proves itself with.</summary>
public enum CredentialKind
{
    FederatedToken,
    ClientSecret,
    Certificate,
    ApiKey,
    Password,
    SshKey,
    Token,
}

/// <summary>Whether a credential still counts; being due or overdue is a matter of the clock and kept nowhere.</summary>
public enum CredentialStatus
{
    Active,
    Revoked,
    Superseded,
}

/// <summary>Who says when a credential was last used.</summary>
public enum UseSource
{
    Reported,
    Connector,
}

/// <summary>A secret or key an integration holds: where it lives, when it ends and when it must be renewed, never its value.</summary>
public sealed partial class Credential
{
    /// <summary>Stands for an end that nobody has set.</summary>
    public static readonly DateTimeOffset Never = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan LongLife = TimeSpan.FromDays(90);

    /// <summary>A use so soon after the last one known tells nothing new.</summary>
    private static readonly TimeSpan News = TimeSpan.FromHours(1);

    private Credential() { }

    public CredentialId Id { get; private set; }
    public TenantId TenantId { get; private set; }
    public IntegrationId IntegrationId { get; private set; }

    /// <summary>The identity it proves, where it is one of several.</summary>
    public WorkloadId? WorkloadId { get; private set; }

    /// <summary>The target it opens.</summary>
    public TargetId? TargetId { get; private set; }

    public CredentialKind Kind { get; private set; }
    public string Label { get; private set; } = "";

    /// <summary>A vault reference such as <c>kv-prod/hr-sync</c>.</summary>
    public string KeptIn { get; private set; } = "";

    public DateTimeOffset IssuedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    /// <summary>As far as anybody says; a person's word about it is kept, and moves no date.</summary>
    public DateTimeOffset? LastRotatedAt { get; private set; }

    public DateTimeOffset? LastUsedAt { get; private set; }
    public UseSource? LastUsedFrom { get; private set; }

    /// <summary>When a connector last showed the account behind it.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Lives so long that who acted with it cannot be told reliably.</summary>
    public bool LongLived { get; private set; }

    /// <summary>Several people or programs hold it, says whoever entered it.</summary>
    public bool Shared { get; private set; }

    /// <summary>Who can renew it when its owner is away.</summary>
    public PersonId? BackupOwnerId { get; private set; }

    public CredentialStatus Status { get; private set; }

    /// <summary>Set when the portal counts it as ended; where it lives, somebody must delete it.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public string? EndReason { get; private set; }
    public CredentialId? SupersededById { get; private set; }
    public int Version { get; private set; }

    /// <summary>How long it lives from one renewal to its end; null when it has none.</summary>
    public TimeSpan? Life => ExpiresAt == Never ? null : ExpiresAt - (LastRotatedAt ?? IssuedAt);

    public static Credential Create(
        Integration integration, CredentialKind kind, string label, string keptIn, DateTimeOffset issuedAt, DateTimeOffset expiresAt,
        DateTimeOffset? lastRotatedAt, DateTimeOffset? lastUsedAt, DateTimeOffset now)
    {
        var credential = Create(integration.TenantId, integration.Id, new(kind, label, keptIn, issuedAt, expiresAt) { LastRotatedAt = lastRotatedAt }, now);
        credential.LastUsedAt = lastUsedAt;
        return credential;
    }

    public static Credential Create(TenantId tenant, IntegrationId integration, CredentialDescription said, DateTimeOffset now)
    {
        var credential = new Credential { Id = Domain.Id.New<CredentialId>(now), TenantId = tenant, IntegrationId = integration };
        credential.Describe(said);
        credential.RenewedAt = said.RenewedAt;
        return credential;
    }

    public CredentialDescription Description => new(Kind, Label, KeptIn, IssuedAt, ExpiresAt)
    {
        LastRotatedAt = LastRotatedAt, Workload = WorkloadId, Target = TargetId, Shared = Shared, BackupOwner = BackupOwnerId,
    };

    /// <summary>Says what it is; nothing of what has ended changes any more.</summary>
    public Result<Done> Change(CredentialDescription said)
    {
        if (Ended is { } over)
            return over;
        if (said == Description)
            return new Refusal("unchanged", "Nothing would change.");
        Describe(said);
        CountFrom(said.RenewedAt);
        return default(Done);
    }

    /// <summary>Seen in use; what is no news changes nothing.</summary>
    public bool Seen(DateTimeOffset at, UseSource? from = null)
    {
        if (LastUsedAt is { } known && at < known + News)
            return false;
        (LastUsedAt, LastUsedFrom) = (at, from);
        Version++;
        return true;
    }

    /// <summary>What its target says of the account behind it. A connector is believed about the past; an end it does not know takes none away.</summary>
    public bool Read(DateTimeOffset? secretSetAt, DateTimeOffset? lastUsedAt, DateTimeOffset? endsAt, DateTimeOffset now)
    {
        ReadAt = now;
        var before = (LastRotatedAt, RenewedAt, LastUsedAt, ExpiresAt);
        if (secretSetAt is { } set && set > RenewedAt && set <= now)
            (LastRotatedAt, RenewedAt, Snoozes, SnoozedUntil) = (set, set, 0, null);
        if (lastUsedAt <= now && (LastUsedAt is null || lastUsedAt > LastUsedAt))
            (LastUsedAt, LastUsedFrom) = (lastUsedAt, UseSource.Connector);
        ExpiresAt = endsAt ?? ExpiresAt;
        if (before == (LastRotatedAt, RenewedAt, LastUsedAt, ExpiresAt))
            return false;
        Rate();
        PlanAgain();
        return true;
    }

    public bool Revoke(DateTimeOffset now, string? reason = null)
    {
        if (Status != CredentialStatus.Active)
            return false;
        (Status, RevokedAt, EndReason) = (CredentialStatus.Revoked, now, reason);
        Unplan();
        return true;
    }

    /// <summary>It counts again; false when it was revoked at another time, or its own is over.</summary>
    public bool Restore(DateTimeOffset revoked, DateTimeOffset now)
    {
        if (Status != CredentialStatus.Revoked || RevokedAt != revoked || now >= ExpiresAt)
            return false;
        (Status, RevokedAt, EndReason) = (CredentialStatus.Active, null, null);
        PlanAgain();
        return true;
    }

    /// <summary>A newer one has taken its place, and this one was proved dead.</summary>
    internal void Supersede(CredentialId by, DateTimeOffset now)
    {
        (Status, RevokedAt, SupersededById) = (CredentialStatus.Superseded, now, by);
        Unplan();
    }

    public Refusal? Ended => Status switch
    {
        CredentialStatus.Active => null,
        CredentialStatus.Superseded => new("superseded", $"{Label} has been replaced by a newer one; look at that."),
        _ => new("revoked", $"{Label} is revoked; it cannot be changed any more."),
    };

    private void Describe(CredentialDescription said)
    {
        Account = said.Target == TargetId ? Account : null;
        (Kind, Label, KeptIn, IssuedAt, ExpiresAt) = (said.Kind, said.Label, said.KeptIn, said.IssuedAt, said.ExpiresAt);
        (LastRotatedAt, WorkloadId, TargetId, Shared, BackupOwnerId) = (said.LastRotatedAt, said.Workload, said.Target, said.Shared, said.BackupOwner);
        Rate();
    }

    private void Rate()
    {
        LongLived = Life is not { } life || life > LongLife;
        Version++;
    }
}
