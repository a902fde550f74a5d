using System.Collections.Immutable;

namespace NhiPortal.Connectors.Vaults;

/// <summary>A kind of vault as the settings name it: what it needs, and how one is made.</summary>
public sealed record VaultRegistration(string Kind, Func<VaultSettings, IEnumerable<ConnectorSettingFault>> Check, Func<VaultSettings, TimeProvider, IVault> Make)
{
    public static readonly ImmutableArray<VaultRegistration> All = [FileVault.Registration, KeyVault.Registration, WebhookVault.Registration];

    public static VaultRegistration? Of(string? kind) => All.FirstOrDefault(registration => string.Equals(registration.Kind, kind, StringComparison.OrdinalIgnoreCase));
}
