using System.Globalization;
using NhiPortal.Connectors.Vaults;

namespace NhiPortal.Settings;

/// <summary>A vault that cannot work is better found at start than with a new secret in hand. An entry with nothing set is not there.</summary>
internal static class VaultFaults
{
    private static readonly string[] Files = [nameof(VaultSettings.SecretFile), nameof(VaultSettings.AuthorityFile)];
    private static readonly string[] Known = [.. typeof(VaultSettings).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    public static IEnumerable<SettingFault> Of(SettingsReading reading) =>
        from entry in reading.Configuration.GetSection("Vaults").GetChildren()
        where entry.AsEnumerable().Any(setting => !string.IsNullOrWhiteSpace(setting.Value))
        from fault in Of(reading, entry)
        select fault;

    private static IEnumerable<SettingFault> Of(SettingsReading reading, IConfigurationSection entry)
    {
        if (VaultReference.Of($"{entry.Key}/secret") is null)
            yield return new(entry.Path, "is no name that a reference can begin with.", "letters, digits, dots, hyphens and underscores, such as kv-prod for what is kept in kv-prod/hr-sync.");
        var unknown = entry.GetChildren().Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        foreach (var child in unknown)
            yield return new(child.Path, "is not a setting.", $"one of {string.Join(", ", Known)}.") { Known = false };
        var patience = reading[$"{entry.Path}:{nameof(VaultSettings.TimeoutSeconds)}"];
        var wrong = patience is not null && !(int.TryParse(patience, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0);
        if (wrong)
            yield return new($"{entry.Path}:{nameof(VaultSettings.TimeoutSeconds)}", $"is \"{patience}\".", "a whole number from 1 up.");
        foreach (var name in Files)
            if (reading[$"{entry.Path}:{name}"] is { } file && !File.Exists(reading.FullPath(file)))
                yield return new($"{entry.Path}:{name}", $"names a file that is not there ({reading.FullPath(file)}).", "a file the program may read.");

        var kind = reading[$"{entry.Path}:{nameof(VaultSettings.Kind)}"];
        if (VaultRegistration.Of(kind) is not { } registration)
            yield return new($"{entry.Path}:{nameof(VaultSettings.Kind)}", kind is null ? "is missing." : $"is \"{kind}\", which is not known.", $"{string.Join(", ", VaultRegistration.All.Select(known => known.Kind))}.");
        else if (unknown.Count == 0 && !wrong)
            foreach (var fault in registration.Check(Bound(entry)))
                yield return new($"{entry.Path}:{fault.Setting}", fault.Problem, fault.Expected);
    }

    private static VaultSettings Bound(IConfigurationSection entry) => new ConfigurationBuilder()
        .AddInMemoryCollection(entry.AsEnumerable(makePathsRelative: true).Where(setting => !string.IsNullOrWhiteSpace(setting.Value))).Build().Get<VaultSettings>() ?? new();
}
