using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.Memory;

namespace NhiPortal.Settings;

/// <summary>Reads and checks the settings first thing, and says in plain words when the portal cannot start with them.</summary>
public static class SettingsStart
{
    internal static readonly Dictionary<string, string?> LogLevels = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.IdentityModel"] = "Warning",
    };

    /// <returns>Null when the portal must not start; the reasons are on the error stream.</returns>
    public static (WebApplicationBuilder Builder, PortalSettings Settings)? Read(string[] args)
    {
        try
        {
            var builder = Open(args);
            var faults = SettingsCheck.Run(builder.Configuration, builder.Environment);
            if (faults.Count == 0 && FolderFault(DataFolder(builder)) is { } fault)
                faults = [fault];
            if (faults.Count == 0)
                return (builder, Bind(builder));
            Console.Error.WriteLine(SettingsCheck.Describe(faults, builder.Environment.EnvironmentName));
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            Complain(error);
        }

        return null;
    }

    /// <summary>The settings for reading what lies there: what only a serving portal needs may be missing.</summary>
    public static PortalSettings? ReadUnchecked(string[] args)
    {
        try
        {
            return Bind(Open(args));
        }
        catch (Exception error) when (IsUnreadable(error) || error is InvalidOperationException)
        {
            Complain(error);
            return null;
        }
    }

    private static WebApplicationBuilder Open(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        AddDefaults(builder);
        AddDataFolderFile(builder);
        return builder;
    }

    // A settings file that is no JSON, or a command line that is no list of switches.
    private static bool IsUnreadable(Exception error) => error is InvalidDataException or FormatException;

    private static void Complain(Exception error) => Console.Error.WriteLine($"NhiPortal cannot start: {error.Message} {error.InnerException?.Message}".TrimEnd());

    private static SettingFault? FolderFault(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new("Data", $"names a folder that cannot be made: {error.Message}", "a folder that the program may write to.");
        }
    }

    /// <summary>What every other place a setting can stand in overrides.</summary>
    private static void AddDefaults(WebApplicationBuilder builder) => ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
    {
        InitialData = LogLevels,
    });

    private static PortalSettings Bind(WebApplicationBuilder builder)
    {
        // An empty text is a setting left at its default, as the template's are.
        var written = builder.Configuration.AsEnumerable().Where(setting => !string.IsNullOrWhiteSpace(setting.Value));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(written).Build().Get<PortalSettings>() ?? new();
        var (keys, people) = (settings.Keys, settings.People);
        if (ListensNowhere(builder.Configuration))
            builder.WebHost.UseUrls(PortalSettings.DefaultUrls);
        return settings with
        {
            Data = DataFolder(builder),
            Seed = settings.Seed ?? (builder.Environment.IsDevelopment() ? SeedKind.Demo : SeedKind.None),
            People = people with { File = FullPath(builder, people.File), Ldap = people.Ldap with { AuthorityFile = FullPath(builder, people.Ldap.AuthorityFile), SecretFile = FullPath(builder, people.Ldap.SecretFile) } },
            Mail = settings.Mail with { AuthorityFile = FullPath(builder, settings.Mail.AuthorityFile) },
            Connectors = settings.Connectors.ToDictionary(
                entry => entry.Key, entry => entry.Value with
                {
                    Address = string.Equals(entry.Value.Kind, "Csv", StringComparison.OrdinalIgnoreCase) ? FullPath(builder, entry.Value.Address) : entry.Value.Address,
                    SecretFile = FullPath(builder, entry.Value.SecretFile),
                    AuthorityFile = FullPath(builder, entry.Value.AuthorityFile),
                }),
            Vaults = settings.Vaults.Where(entry => entry.Value?.Kind is not null).ToDictionary(
                entry => entry.Key, entry => entry.Value with { SecretFile = FullPath(builder, entry.Value.SecretFile), AuthorityFile = FullPath(builder, entry.Value.AuthorityFile) }),
            Keys = keys with { SigningKeyFile = FullPath(builder, keys.SigningKeyFile), FormerKeyFiles = [.. keys.FormerKeyFiles.Select(file => FullPath(builder, file)!)], DataProtectionCertificateFile = FullPath(builder, keys.DataProtectionCertificateFile) },
        };
    }

    /// <summary>An appsettings.json in the data folder counts more than the one beside the program and less than environment and command line.</summary>
    private static void AddDataFolderFile(WebApplicationBuilder builder)
    {
        var file = Path.Combine(DataFolder(builder), "appsettings.json");
        if (!File.Exists(file))
            return;
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var place = sources.Select((source, index) => (source, index)).Last(entry => entry.source is JsonConfigurationSource).index + 1;
        var added = new JsonConfigurationSource { Path = file, ReloadOnChange = false };
        added.ResolveFileProvider();
        var before = DataFolder(builder);
        sources.Insert(place, added);
        if (DataFolder(builder) != before)
            throw new InvalidDataException($"{file} must not set Data: it was found through Data.");
    }

    private static string DataFolder(WebApplicationBuilder builder) =>
        FullPath(builder, builder.Configuration["Data"]) ?? Path.Combine(builder.Environment.ContentRootPath, new PortalSettings().Data);

    private static string? FullPath(WebApplicationBuilder builder, string? path) =>
        string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path.Trim(), builder.Environment.ContentRootPath);

    private static bool ListensNowhere(ConfigurationManager configuration) =>
        string.IsNullOrEmpty(configuration["urls"]) && string.IsNullOrEmpty(configuration["http_ports"]) && string.IsNullOrEmpty(configuration["https_ports"])
        && !configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
