using System.Diagnostics;
using System.Reflection;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Hosting;

/// <summary>What runs here, on what, and since when.</summary>
public sealed record About(string Version, string Database, string DataFolder, DateTimeOffset StartedAt, DateTimeOffset Now);

/// <summary>Tells it to administrators; null for everybody else.</summary>
public sealed class AboutPortal(PortalSettings settings, TimeProvider time)
{
    private const int LongestVersion = 24;

    private static readonly string Version = typeof(AboutPortal).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public About? Read(Actor actor)
    {
        if (!Permissions.Allows(actor, Permission.Administer))
            return null;
        using var process = Process.GetCurrentProcess();
        return new(Version[..Math.Min(Version.Length, LongestVersion)], settings.Database.IsSqlServer ? "SQL Server" : "SQLite, embedded", Path.GetFullPath(settings.Data),
            new DateTimeOffset(process.StartTime).ToUniversalTime(), time.GetUtcNow());
    }
}
