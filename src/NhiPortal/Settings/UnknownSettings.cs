using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Json;
using NhiPortal.Shell;

namespace NhiPortal.Settings;

/// <summary>
/// A misspelt setting would silently leave its default in force, so it is refused: under the portal's own sections
/// wherever it was set, at the top level in files and on the command line (the environment is full of others' names).
/// </summary>
internal static class UnknownSettings
{
    /// <summary>The portal's own sections; a section's properties are its settings.</summary>
    public static readonly IReadOnlyDictionary<string, Type> Sections = typeof(PortalSettings).GetProperties().Where(IsSection)
        .Select(property => KeyValuePair.Create(property.Name, property.PropertyType))
        .SelectMany(section => section.Value.GetProperties().Where(IsSection).Select(inner => KeyValuePair.Create($"{section.Key}:{inner.Name}", inner.PropertyType)).Prepend(section))
        .Append(KeyValuePair.Create("Shell", typeof(ShellSettings)))
        .ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the framework itself reads.</summary>
    private static readonly string[] Frameworks =
        ["Urls", "AllowedHosts", "Logging", "Kestrel", "Environment", "ContentRoot", "ApplicationName", "WebRoot", "Http_Ports", "Https_Ports", "PreferHostingUrls", "SuppressStatusMessages"];

    private static readonly HashSet<string> TopLevel = new(
        [.. typeof(PortalSettings).GetProperties().Where(property => property.CanWrite).Select(property => property.Name), .. Sections.Keys, .. Frameworks],
        StringComparer.OrdinalIgnoreCase);

    private static bool IsSection(System.Reflection.PropertyInfo property) =>
        property.PropertyType.Namespace?.StartsWith("NhiPortal", StringComparison.Ordinal) == true && property.PropertyType.IsClass;

    public static IEnumerable<SettingFault> Faults(SettingsReading reading)
    {
        foreach (var (section, type) in Sections)
        {
            var known = type.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToArray();
            foreach (var child in reading.Configuration.GetSection(section).GetChildren())
                if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                    yield return new($"{section}:{child.Key}", "is not a setting.", $"one of {string.Join(", ", known.Select(name => $"{section}:{name}"))}.") { Known = false };
        }

        var providers = (reading.Configuration as IConfigurationRoot)?.Providers ?? [];
        foreach (var key in providers.Where(provider => provider is JsonConfigurationProvider or CommandLineConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null)).Distinct(StringComparer.OrdinalIgnoreCase))
            if (!TopLevel.Contains(key))
                yield return new(key, "is not a setting.", $"one of {string.Join(", ", TopLevel.Except(Frameworks, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))}.") { Known = false };
    }
}
