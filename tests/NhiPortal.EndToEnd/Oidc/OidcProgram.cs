using System.Security.Cryptography;

namespace NhiPortal.EndToEnd.Oidc;

/// <summary>The provider's script with its npm packages, installed once per version of both outside the source tree.</summary>
internal static class OidcProgram
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Oidc");
    private static readonly string[] Files = ["server.mjs", "package.json", "package-lock.json"];

    public static async Task<string> InstallAsync(string npm)
    {
        var version = Convert.ToHexStringLower(SHA256.HashData([.. Files.SelectMany(file => File.ReadAllBytes(Path.Combine(Source, file)))]));
        var installed = Path.Combine(Path.GetTempPath(), $"nhiportal-oidc-provider-{version[..16]}");
        if (!Directory.Exists(installed))
            await InstallAsync(npm, installed);
        return Path.Combine(installed, "server.mjs");
    }

    private static async Task InstallAsync(string npm, string installed)
    {
        // Built aside and moved when complete: another test run may be installing at the same moment.
        var staging = $"{installed}.{Guid.NewGuid():n}";
        Directory.CreateDirectory(staging);
        foreach (var file in Files)
            File.Copy(Path.Combine(Source, file), Path.Combine(staging, file));

        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        using (var install = new ChildProcess(npm, arguments, staging, new Dictionary<string, string>()))
            await install.ExitAsync(TimeSpan.FromMinutes(3));

        try
        {
            Directory.Move(staging, installed);
        }
        catch (IOException) when (Directory.Exists(installed))
        {
            Directory.Delete(staging, recursive: true);
        }
    }
}
