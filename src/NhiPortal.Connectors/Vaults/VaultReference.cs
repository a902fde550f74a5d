using System.Text.RegularExpressions;

namespace NhiPortal.Connectors.Vaults;

/// <summary>Where a secret is kept, as the register writes it: the vault's name in the settings, and the secret's own, such as <c>kv-prod/hr-sync</c>.</summary>
public sealed partial record VaultReference(string Vault, string Name)
{
    /// <summary>Null for a place that no vault in the settings can be meant by.</summary>
    public static VaultReference? Of(string? keptIn) => Form().Match(keptIn ?? "") is { Success: true } found ? new(found.Groups["vault"].Value, found.Groups["name"].Value) : null;

    public override string ToString() => $"{Vault}/{Name}";

    // What Azure Key Vault lets a secret be called; it means nothing to folders and addresses either.
    [GeneratedRegex(@"\A(?<vault>[0-9A-Za-z][0-9A-Za-z._-]{0,99})/(?<name>[0-9A-Za-z][0-9A-Za-z-]{0,126})\z", RegexOptions.CultureInvariant, 200)]
    private static partial Regex Form();
}
