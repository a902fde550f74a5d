using System.Globalization;
using NhiPortal.Connectors;

namespace NhiPortal.Settings;

/// <summary>A connector that cannot work is better found at start than at night. An entry with nothing set is not there.</summary>
internal static class ConnectorFaults
{
    private const string Section = "Connectors";
    private const string Whole = "a whole number from 1 up.";
    private static readonly string[] Numbers = [nameof(ConnectorSettings.TimeoutSeconds), nameof(ConnectorSettings.PageSize), nameof(ConnectorSettings.OldestDays)];
    private static readonly string[] Files = [nameof(ConnectorSettings.SecretFile), nameof(ConnectorSettings.AuthorityFile)];
    private static readonly string[] Known = [.. typeof(ConnectorSettings).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    public static IEnumerable<SettingFault> Of(SettingsReading reading) =>
        from entry in reading.Configuration.GetSection(Section).GetChildren()
        where entry.AsEnumerable().Any(setting => !string.IsNullOrWhiteSpace(setting.Value))
        from fault in Of(reading, entry)
        select fault;

    private static IEnumerable<SettingFault> Of(SettingsReading reading, IConfigurationSection entry)
    {
        var unknown = entry.GetChildren().Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)).ToList();
        foreach (var child in unknown)
            yield return new(child.Path, "is not a setting.", $"one of {string.Join(", ", Known)}.") { Known = false };
        var wrong = Numbers.Where(name => reading[$"{entry.Path}:{name}"] is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)).ToList();
        foreach (var name in wrong)
            yield return new($"{entry.Path}:{name}", $"is \"{reading[$"{entry.Path}:{name}"]}\".", Whole);
        foreach (var name in Files)
            if (reading[$"{entry.Path}:{name}"] is { } file && !File.Exists(reading.FullPath(file)))
                yield return new($"{entry.Path}:{name}", $"names a file that is not there ({reading.FullPath(file)}).", "a file the program may read.");

        var kind = reading[$"{entry.Path}:{nameof(ConnectorSettings.Kind)}"];
        if (ConnectorRegistration.Of(kind) is not { } registration)
            yield return new($"{entry.Path}:{nameof(ConnectorSettings.Kind)}", kind is null ? "is missing." : $"is \"{kind}\", which is not known.", $"{string.Join(", ", ConnectorRegistration.All.Select(known => known.Kind))}.");
        else if (unknown.Count == 0 && wrong.Count == 0)
            foreach (var fault in registration.Check(Bound(entry)))
                yield return new($"{entry.Path}:{fault.Setting}", fault.Problem, fault.Expected);
    }

    private static ConnectorSettings Bound(IConfigurationSection entry) => new ConfigurationBuilder()
        .AddInMemoryCollection(entry.AsEnumerable(makePathsRelative: true).Where(setting => !string.IsNullOrWhiteSpace(setting.Value))).Build().Get<ConnectorSettings>() ?? new();
}
