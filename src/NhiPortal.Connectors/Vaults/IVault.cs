namespace NhiPortal.Connectors.Vaults;

/// <summary>A new secret on its way to where it is kept: under which name, and what signs in with it.</summary>
public sealed record VaultEntry(string Name, string Account, string Secret)
{
    /// <summary>Never the generated text, which would hold the secret.</summary>
    public override string ToString() => Name;
}

/// <summary>Where new secrets are put, and never read from: what the portal has given away it does not see again.</summary>
public interface IVault
{
    /// <summary>Keeps it as the newest under its name. Only when this returns is it kept; a second try makes a further version.</summary>
    /// <returns>The vault's own name of this version.</returns>
    Task<string> WriteAsync(VaultEntry entry, CancellationToken cancellation);
}
