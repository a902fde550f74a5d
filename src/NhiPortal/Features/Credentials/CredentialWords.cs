using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Credentials;

/// <summary>What credentials are called, how pressing their renewal or end is, and the way out of one that lives too long.</summary>
public static class CredentialWords
{
    /// <summary>Said wherever a long-lived or shared credential makes it uncertain who acted.</summary>
    public const string Unreliable = "Attribution unreliable";

    public static string Title(this CredentialKind kind) => kind switch
    {
        CredentialKind.FederatedToken => "Federated identity",
        CredentialKind.ClientSecret => "Client secret",
        CredentialKind.ApiKey => "API key",
        CredentialKind.SshKey => "SSH key",
        _ => kind.ToString(),
    };

    public static (string Words, Tone Tone) State(this CredentialRow row, DateTimeOffset now) => State(row.Status, row.ExpiresAt, row.DueAt, row.NoticeAt, row.Rotating, now);

    public static (string Words, Tone Tone) State(CredentialStatus status, DateTimeOffset expires, DateTimeOffset? due, DateTimeOffset? notice, bool rotating, DateTimeOffset now) => status switch
    {
        CredentialStatus.Revoked => ("Revoked", Tone.Neutral),
        CredentialStatus.Superseded => ("Replaced", Tone.Neutral),
        _ when expires <= now => ("Expired", Tone.Bad),
        _ when rotating => ("Being rotated", Tone.Info),
        _ when due <= now => ("Overdue", Tone.Bad),
        _ when notice <= now => ("Rotation due", Tone.Warn),
        _ => ("Active", Tone.Ok),
    };

    public static string Words(this UseSource source) => source == UseSource.Connector ? "seen by the connector" : "reported by the workload";

    /// <summary>The shortest way to a credential that tells who acted.</summary>
    public static string WayOut(CredentialKind credential, IntegrationKind kind) => (credential, kind) switch
    {
        (_, IntegrationKind.VendorOperated) => "Ask the vendor to sign in with its own workload identity, trust its issuer here, then withdraw this one.",
        (CredentialKind.ApiKey or CredentialKind.ClientSecret or CredentialKind.Token, _) => "Let the platform it runs on give it an identity (federation), then withdraw this one.",
        (CredentialKind.SshKey, _) => "Use certificates that live for hours instead, signed at each run, then withdraw this key.",
        (CredentialKind.Certificate, _) => "Renew it automatically every few weeks; no certificate needs to live this long.",
        _ => "Put a gateway in front that holds the account and asks here for each action; then change the password and give it to nobody.",
    };
}
