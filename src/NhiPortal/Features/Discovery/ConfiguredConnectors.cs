using NhiPortal.Connectors;

namespace NhiPortal.Features.Discovery;

/// <summary>The connectors the settings name, by their target's key.</summary>
public sealed class ConfiguredConnectors(IReadOnlyDictionary<string, ConnectorSettings> settings, TimeProvider time)
{
    private readonly Dictionary<string, ConnectorSettings> byTarget = new(settings, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Targets => byTarget.Keys;

    /// <summary>The kind of a target's connector, null when it has none.</summary>
    public string? KindOf(string target) => byTarget.TryGetValue(target, out var found) ? ConnectorRegistration.Of(found.Kind)?.Kind : null;

    /// <summary>Whether the portal can change this target, not only read it.</summary>
    public bool Acts(string target) => byTarget.TryGetValue(target, out var found) && ConnectorRegistration.Of(found.Kind)?.Acts == true;

    /// <summary>Whether the portal can renew secrets on this target, and prove it there.</summary>
    public bool Rotates(string target) => byTarget.TryGetValue(target, out var found) && ConnectorRegistration.Of(found.Kind)?.Rotates == true;

    /// <summary>What takes an account's place while both secrets live: itself where it holds two, else the other of a pair.</summary>
    public string PartnerOf(string target, string account) =>
        byTarget.TryGetValue(target, out var found) && ConnectorRegistration.Of(found.Kind)?.HoldsTwo == true ? account : Domain.Credentials.RotationCourse.PartnerOf(account);

    /// <summary>Whether that is what the portal itself signs in as on this target.</summary>
    public bool IsOwn(string target, string name) => byTarget.TryGetValue(target, out var found) && found.IsOwn(name);

    /// <summary>A connector for one reading or one change.</summary>
    public IConnector Open(string target) => ConnectorRegistration.Of(byTarget[target].Kind)!.Make(byTarget[target], time);
}
