namespace NhiPortal.Settings;

/// <summary>Settings as they were written, before anything is made of them; an empty text is not set.</summary>
internal sealed class SettingsReading(IConfiguration configuration, IHostEnvironment environment)
{
    public IConfiguration Configuration => configuration;

    /// <summary>Only Development may do what is convenient; any other name is treated as production.</summary>
    public bool Development => environment.IsDevelopment();

    public string EnvironmentName => environment.EnvironmentName;

    public string? this[string key] => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public bool Is(string key, string value) => string.Equals(this[key], value, StringComparison.OrdinalIgnoreCase);

    public bool OnSqlServer => Is("Database:Provider", "SqlServer");

    public string FullPath(string path) => Path.GetFullPath(path, environment.ContentRootPath);
}
