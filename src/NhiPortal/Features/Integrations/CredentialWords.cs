using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Shell.Parts;

namespace NhiPortal.Features.Integrations;

/// <summary>What credentials are called, how pressing their end is, and the way out of one that lives too long.</summary>
public static class CredentialWords
{
    /// <summary>Said wherever a long-lived credential makes it uncertain who acted.</summary>
    public const string Unreliable = "Attribution unreliable";

    public static string Title(this CredentialKind kind) => kind switch
    {
        CredentialKind.FederatedToken => "Federated identity",
        CredentialKind.ClientSecret => "Client secret",
        CredentialKind.ApiKey => "API key",
        CredentialKind.SshKey => "SSH key",
        _ => kind.ToString(),
    };

    public static (string Words, Tone Tone) Ending(this PassportCredential credential, DateTimeOffset now) => (credential.ExpiresAt - now) switch
    {
        _ when credential.RevokedAt is not null => ("Revoked", Shell.Parts.Tone.Neutral),
        { Ticks: <= 0 } => ("Expired", Tone.Bad),
        { TotalDays: < 14 } => ("Ends soon", Tone.Warn),
        _ => ("Valid", Tone.Ok),
    };

    /// <summary>The shortest way to a credential that tells who acted.</summary>
    public static string WayOut(this PassportCredential credential, IntegrationKind kind) => (credential.Kind, kind) switch
    {
        (_, IntegrationKind.VendorOperated) => "Ask the vendor to sign in with its own workload identity, trust its issuer here, then withdraw this one.",
        (CredentialKind.ApiKey or CredentialKind.ClientSecret, _) => "Let the platform it runs on give it an identity (federation), then withdraw this one.",
        (CredentialKind.SshKey, _) => "Use certificates that live for hours instead, signed at each run, then withdraw this key.",
        (CredentialKind.Certificate, _) => "Renew it automatically every few weeks; no certificate needs to live this long.",
        _ => "Put a gateway in front that holds the account and asks here for each action; then change the password and give it to nobody.",
    };
}
