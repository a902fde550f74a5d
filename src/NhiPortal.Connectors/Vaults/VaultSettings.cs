namespace NhiPortal.Connectors.Vaults;

/// <summary>How one vault is reached (section "Vaults", named as references to secrets begin).</summary>
public sealed record VaultSettings
{
    public string? Kind { get; init; }
    public string? Address { get; init; }
    public string? TenantId { get; init; }
    public string? ClientId { get; init; }

    /// <summary>The cloud's sign-in address, without the tenant.</summary>
    public string SignInAddress { get; init; } = "https://login.microsoftonline.com/";

    /// <summary>Read anew for every secret that is put there.</summary>
    public string? SecretFile { get; init; }

    public string? Secret { get; init; }
    public string? AuthorityFile { get; init; }
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Never the generated text, which would hold the secret.</summary>
    public override string ToString() => $"{Kind} vault";

    internal ConnectorSettings Wire => new() { Kind = Kind, Address = Address, SecretFile = SecretFile, Secret = Secret, AuthorityFile = AuthorityFile, TimeoutSeconds = TimeoutSeconds };
}
