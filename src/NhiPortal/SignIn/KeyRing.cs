using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using NhiPortal.Data;

namespace NhiPortal.SignIn;

/// <summary>Where the keys of cookies and form tokens live: beside the embedded database, or in the database all instances share.</summary>
public static class KeyRing
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static IServiceCollection AddKeyRing(this IServiceCollection services, PortalSettings settings)
    {
        var ring = services.AddDataProtection().SetApplicationName("NhiPortal");
        if (settings.Database.IsSqlServer)
            ring.PersistKeysToDbContext<SqlServerPortalDb>();
        else
            ring.PersistKeysToFileSystem(Folder(settings.Data));
        if (settings.Keys.DataProtectionCertificateFile is { } file)
            ring.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, settings.Keys.DataProtectionCertificatePassword));
        return services;
    }

    /// <summary>The folder for every key the portal makes itself; only its own account may look inside.</summary>
    public static DirectoryInfo Folder(string data)
    {
        var folder = Path.Combine(data, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, OwnerOnly);
    }
}
