using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NhiPortal.Data;
using NhiPortal.SignIn;

namespace NhiPortal.Tests.SignIn;

/// <summary>Cookies outlive a restart, work on every instance, and their keys are not readable where others may look.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-keys-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Embedded_AnotherStartOnTheSameFolder_ReadsWhatTheFirstWrote()
    {
        var settings = new PortalSettings { Data = folder.FullName };
        await using var first = Start(settings);
        await using var second = Start(settings);

        Assert.Equal("session", Protector(second).Unprotect(Protector(first).Protect("session")));
        Assert.Single(Directory.GetFiles(Path.Combine(folder.FullName, "keys"), "key-*.xml"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.FullName, "keys")));
    }

    [Fact]
    public async Task Embedded_WithACertificate_KeysAreEncrypted()
    {
        var settings = new PortalSettings { Data = folder.FullName, Keys = new() { DataProtectionCertificateFile = Certificate(), DataProtectionCertificatePassword = "secret" } };
        await using var first = Start(settings);
        await using var second = Start(settings);

        Assert.Equal("session", Protector(second).Unprotect(Protector(first).Protect("session")));
        var key = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(folder.FullName, "keys"), "key-*.xml")), TestContext.Current.CancellationToken);
        Assert.Contains("EncryptedData", key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SqlServer_KeysLiveInTheDatabase_EncryptedByTheCertificate()
    {
        await using var services = Start(new PortalSettings
        {
            Data = folder.FullName,
            Database = new() { Provider = "SqlServer", ConnectionString = "Server=nowhere" },
            Keys = new() { DataProtectionCertificateFile = Certificate(), DataProtectionCertificatePassword = "secret" },
        });
        var options = services.GetRequiredService<IOptions<KeyManagementOptions>>().Value;
        await using var scope = services.CreateAsyncScope();

        Assert.IsType<EntityFrameworkCoreXmlRepository<SqlServerPortalDb>>(options.XmlRepository);
        Assert.IsType<CertificateXmlEncryptor>(options.XmlEncryptor);
        // The repository takes its context from a scope of its own.
        Assert.NotNull(scope.ServiceProvider.GetService<SqlServerPortalDb>());
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "keys")));
    }

    private static IDataProtector Protector(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static ServiceProvider Start(PortalSettings settings) => new ServiceCollection()
        .AddSingleton(TimeProvider.System).AddLogging()
        .AddData(settings.Database, settings.Data).AddKeyRing(settings).BuildServiceProvider();

    private string Certificate()
    {
        var file = Path.Combine(folder.FullName, "protection.pfx");
        using var rsa = RSA.Create(2048);
        using var made = new CertificateRequest("CN=protection", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllBytes(file, made.Export(X509ContentType.Pfx, "secret"));
        return file;
    }
}
