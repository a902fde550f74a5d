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
}

/// <summary>A secret or key an integration holds: where it lives and when it ends, never its value.</summary>
public sealed class Credential
{
    private Credential() { }

    public CredentialId Id { get; private set; }
    public IntegrationId IntegrationId { get; private set; }
    public CredentialKind Kind { get; private set; }
    public string Label { get; private set; } = "";

    /// <summary>A vault reference such as <c>kv-prod/hr-sync</c>.</summary>
    public string KeptIn { get; private set; } = "";

    public DateTimeOffset IssuedAt { get; private set; }
    public DateTimeOffset ExpiresAt { get; private set; }
    public DateTimeOffset? LastRotatedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Lives so long that who acted with it cannot be told reliably.</summary>
    public bool LongLived { get; private set; }

    /// <summary>Set when the portal counts it as revoked; where it lives, somebody must delete it.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    public static Credential Create(
        IntegrationId integration, CredentialKind kind, string label, string keptIn, DateTimeOffset issuedAt, DateTimeOffset expiresAt,
        DateTimeOffset? lastRotatedAt, DateTimeOffset? lastUsedAt, DateTimeOffset now) => new()
        {
            Id = Domain.Id.New<CredentialId>(now),
            IntegrationId = integration,
            Kind = kind,
            Label = label,
            KeptIn = keptIn,
            IssuedAt = issuedAt,
            ExpiresAt = expiresAt,
            LastRotatedAt = lastRotatedAt,
            LastUsedAt = lastUsedAt,
            LongLived = expiresAt - (lastRotatedAt ?? issuedAt) > TimeSpan.FromDays(90),
        };

    /// <summary>Seen in use; an earlier moment than the last one tells nothing new.</summary>
    public void Seen(DateTimeOffset at) => LastUsedAt = LastUsedAt > at ? LastUsedAt : at;

    /// <summary>It counts again; false when it was revoked at another time, or its own is over.</summary>
    public bool Restore(DateTimeOffset revoked, DateTimeOffset now)
    {
        if (RevokedAt != revoked || now >= ExpiresAt)
            return false;
        RevokedAt = null;
        return true;
    }

    public bool Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null)
            return false;
        RevokedAt = now;
        return true;
    }
}
