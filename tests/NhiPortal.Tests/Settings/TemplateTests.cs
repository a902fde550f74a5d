using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using NhiPortal.Connectors;
using NhiPortal.Connectors.Vaults;
using NhiPortal.Settings;

namespace NhiPortal.Tests.Settings;

/// <summary>appsettings.template.json says what there is to set: all of it, nothing else, and the true defaults.</summary>
public sealed class TemplateTests
{
    private static readonly string File = Path.Combine(Repository.Root, "appsettings.template.json");
    private static readonly IConfigurationRoot Template = new ConfigurationBuilder().AddJsonFile(File).Build();

    [Fact]
    public void Template_NamesEverySettingOnce()
    {
        var own = typeof(PortalSettings).GetProperties().Where(property => property.CanWrite && property.Name is not (nameof(PortalSettings.Connectors) or nameof(PortalSettings.Vaults)) && !UnknownSettings.Sections.ContainsKey(property.Name)).Select(property => property.Name);
        var connector = typeof(ConnectorSettings).GetProperties().Where(property => property.CanWrite).Select(property => $"Connectors:corp-directory:{property.Name}");
        var vault = typeof(VaultSettings).GetProperties().Where(property => property.CanWrite).Select(property => $"Vaults:kv-prod:{property.Name}");
        var sections = UnknownSettings.Sections.SelectMany(section => section.Value.GetProperties().Where(property => property.CanWrite && !UnknownSettings.Sections.ContainsKey($"{section.Key}:{property.Name}")).Select(property => $"{section.Key}:{property.Name}"))
            .Select(name => name switch { "Notifications:Channels" => "Notifications:Channels:security:Url", "Notifications:Files" => "Notifications:Files:siem:Folder", _ => name });
        var expected = own.Concat(sections).Concat(connector).Concat(vault).Concat(["Urls", "AllowedHosts"]).Concat(SettingsStart.LogLevels.Keys);

        Assert.Equal(expected.Order(StringComparer.Ordinal), Leaves(Template).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Template_HoldsTheDefaults()
    {
        foreach (var (section, type) in UnknownSettings.Sections)
        {
            var defaults = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && (property.PropertyType == typeof(string) || property.PropertyType.IsValueType)))
                Assert.Equal(Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture) ?? "", Template[$"{section}:{property.Name}"], ignoreCase: true);
        }

        var portal = new PortalSettings();
        Assert.Equal([portal.Data, portal.Organisation, PortalSettings.DefaultUrls], [Template["Data"], Template["Organisation"], Template["Urls"]]);
        Assert.All(SettingsStart.LogLevels, level => Assert.Equal(level.Value, Template[level.Key]));
    }

    [Fact]
    public void Template_SaysTheDefaultsOfAConnector()
    {
        var text = System.IO.File.ReadAllText(File);
        var defaults = new ConnectorSettings();
        foreach (var (name, value) in new[] { ("TimeoutSeconds", defaults.TimeoutSeconds), ("PageSize", defaults.PageSize), ("OldestDays", defaults.OldestDays) })
            Assert.Matches($@"Default: {value}\.\s+""{name}""", text);
    }

    [Fact]
    public void Template_CopiedUnchanged_StartsInDevelopment() =>
        Assert.Empty(SettingsCheck.Run(Template, new Place(Environments.Development)));

    [Fact]
    public void Template_ExplainsEverySetting()
    {
        var lines = System.IO.File.ReadAllLines(File).Select(line => line.Trim()).ToArray();
        var unexplained = lines.Select((line, index) => (line, index))
            .Where(entry => entry.line.StartsWith('"') && !entry.line.EndsWith('{') && !entry.line.Contains("\"Microsoft.", StringComparison.Ordinal) && !entry.line.Contains("\"Default\"", StringComparison.Ordinal))
            .Where(entry => !lines[entry.index - 1].StartsWith("//", StringComparison.Ordinal)).Select(entry => entry.line);

        Assert.Empty(unexplained);
    }

    private static IEnumerable<string> Leaves(IConfiguration section) =>
        section.GetChildren().SelectMany(child => child.GetChildren().Any() ? Leaves(child) : [child.Path]);

    internal sealed class Place(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;
        public string ApplicationName { get; set; } = "NhiPortal";
        public string ContentRootPath { get; set; } = Repository.Root;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
