using NhiPortal.Connectors;
using NhiPortal.Connectors.Vaults;

namespace NhiPortal.Features.Rotations;

/// <summary>The vaults the settings name, by what references to them begin with.</summary>
public sealed class ConfiguredVaults(IReadOnlyDictionary<string, VaultSettings> settings, TimeProvider time)
{
    private readonly Dictionary<string, VaultSettings> byName = new(settings, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a new secret can be put where this one is kept.</summary>
    public bool Keeps(string keptIn) => VaultReference.Of(keptIn) is { } reference && byName.ContainsKey(reference.Vault);

    /// <returns>The vault that a place begins with although the rest is no name of a secret; null where that is not so.</returns>
    public string? Misspelt(string keptIn) => VaultReference.Of(keptIn) is null && keptIn.Split('/')[0] is var vault && byName.ContainsKey(vault) ? vault : null;

    /// <returns>The vault's own name of the version.</returns>
    public async Task<string> WriteAsync(string keptIn, string account, string secret, CancellationToken cancellation)
    {
        if (VaultReference.Of(keptIn) is not { } reference || !byName.TryGetValue(reference.Vault, out var found))
            throw new ConnectorFault("No vault in the settings is the one this credential is kept in, so nothing new can be put there.", false);
        try
        {
            return await VaultRegistration.Of(found.Kind)!.Make(found, time).WriteAsync(new(reference.Name, account, secret), cancellation);
        }
        catch (ConnectorFault fault)
        {
            // The connector's words speak of a target; people are told which vault it is.
            throw new ConnectorFault($"The vault {reference.Vault} did not take the new secret: {fault.Message}", fault.Retryable, fault);
        }
    }
}
