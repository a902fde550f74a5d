using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NhiPortal.Settings;

namespace NhiPortal.Tests.Settings;

/// <summary>What the portal must not start with, one line each, and that it starts with what is right.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-settings-");
    private readonly string signingKey;
    private readonly string certificate;

    public SettingsCheckTests()
    {
        signingKey = Path.Combine(folder.FullName, "signing.pem");
        certificate = Path.Combine(folder.FullName, "protection.pfx");
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(signingKey, ec.ExportPkcs8PrivateKeyPem());
        using var rsa = RSA.Create(2048);
        using var made = new CertificateRequest("CN=protection", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllBytes(certificate, made.Export(X509ContentType.Pfx, "secret"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void NothingSet_InDevelopment_Starts() => Assert.Empty(Faults(Environments.Development, []));

    [Fact]
    public void ProductionOnSqlite_Complete_Starts() => Assert.Empty(Faults(Environments.Production, Production));

    [Fact]
    public void ProductionOnSqlServer_Complete_Starts() => Assert.Empty(Faults(Environments.Production, With(
        ("Database:Provider", "sqlserver"), ("Database:ConnectionString", "Server=db;Database=NhiPortal"), ("Keys:SigningKeyFile", signingKey),
        ("Keys:DataProtectionCertificateFile", certificate), ("Keys:DataProtectionCertificatePassword", "secret"))));

    [Fact]
    public void Production_WithoutEntra_Refuses()
    {
        var fault = Only(Environments.Production, With(("AzureAd:TenantId", null), ("AzureAd:ClientId", null), ("AzureAd:ClientSecret", null)), "AzureAd:TenantId");

        Assert.Contains("persona exists in Development only", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Staging")]
    [InlineData("production")]
    [InlineData("Test")]
    public void AnythingButDevelopment_WithoutEntra_Refuses(string environment) =>
        Assert.Contains(Faults(environment, []), fault => fault.Key == "AzureAd:TenantId");

    [Theory]
    [InlineData("Seed", "Seed", "everything")]
    [InlineData("Seed", "Seed", "2")]
    [InlineData("Seed", "Seed", "none,demo")]
    [InlineData("Database:Provider", "Database:Provider", "Postgres")]
    [InlineData("Database:ConnectionString", "Database:Provider", "SqlServer")]
    [InlineData("Database:ConnectionString", "Database:ConnectionString", "Server=db;Database=NhiPortal")]
    [InlineData("AzureAd:ClientId", "AzureAd:ClientId", null)]
    [InlineData("AzureAd:ClientId", "AzureAd:ClientId", "my-app")]
    [InlineData("AzureAd:TenantId", "AzureAd:TenantId", null)]
    [InlineData("AzureAd:TenantId", "AzureAd:TenantId", "common")]
    [InlineData("AzureAd:TenantId", "AzureAd:TenantId", "00000000-0000-0000-0000-000000000000")]
    [InlineData("AzureAd:ClientSecret", "AzureAd:ClientSecret", " ")]
    [InlineData("AzureAd:Instance", "AzureAd:Instance", "http://login.example.org/")]
    [InlineData("AzureAd:Instance", "AzureAd:Instance", "https://login.example.org/tenant")]
    [InlineData("AzureAd:Instance", "AzureAd:Instance", "login.example.org")]
    [InlineData("PublicAddress", "PublicAddress", null)]
    [InlineData("PublicAddress", "PublicAddress", "nhi.example.org")]
    [InlineData("PublicAddress", "PublicAddress", "http://nhi.example.org")]
    [InlineData("PublicAddress", "PublicAddress", "https://nhi.example.org/portal")]
    [InlineData("Proxy:Addresses:0", "Proxy:Addresses:0", "proxy.example.org")]
    [InlineData("Proxy:Addresses:0", "Proxy:Addresses:0", null)]
    [InlineData("Keys:SigningKeyFile", "Keys:SigningKeyFile", "/nowhere/key.pem")]
    [InlineData("Keys:DataProtectionCertificateFile", "Keys:DataProtectionCertificateFile", "/nowhere/cert.pfx")]
    [InlineData("Keys:DataProtectionCertificatePassword", "Keys:DataProtectionCertificatePassword", "alone")]
    [InlineData("Database:Conection", "Database:Conection", "x")]
    [InlineData("AzureAd:Domain", "AzureAd:Domain", "example.org")]
    [InlineData("Jobs:Workers", "Jobs:Workers", "many")]
    [InlineData("Jobs:Workers", "Jobs:Workers", "0")]
    [InlineData("Jobs:PrepareSchema", "Jobs:PrepareSchema", "yes")]
    [InlineData("Shell:Colour", "Shell:Colour", "blue")]
    public void OneSettingWrong_InProduction_NamesIt(string named, string key, string? value) =>
        Assert.Contains(Faults(Environments.Production, With((key, value))), fault => fault.Key == named);

    [Theory]
    [InlineData("demo")]
    [InlineData("Large")]
    public void InventedPeople_InProduction_AreRefused(string seed) => Only(Environments.Production, With(("Seed", seed)), "Seed");

    [Theory]
    [InlineData("Kind", "Oracle")]
    [InlineData("Kind", null)]
    [InlineData("Address", "ldap://user:secret@dir.example.org")]
    [InlineData("Address", "http://dir.example.org")]
    [InlineData("User", null)]
    [InlineData("SearchBase", null)]
    [InlineData("SecretFile", "/nowhere/secret")]
    [InlineData("AuthorityFile", "/nowhere/authority.pem")]
    [InlineData("PageSize", "5000")]
    [InlineData("PageSize", "many")]
    [InlineData("TimeoutSeconds", "0")]
    [InlineData("Adress", "x")]
    public void Connector_WithOneThingWrong_NamesIt(string name, string? value)
    {
        var right = Connector("Ldap", ("Address", "ldaps://dir.example.org"), ("User", "cn=reader"), ("SecretFile", signingKey), ("SearchBase", "dc=example"));
        Assert.Empty(Faults(Environments.Development, right));
        right[$"Connectors:dir:{name}"] = value;

        Assert.Equal($"Connectors:dir:{name}", Assert.Single(Faults(Environments.Development, right)).Key);
    }

    [Fact]
    public void Connector_WithTwoSecrets_IsRefusedWithoutRepeatingThem()
    {
        var fault = Assert.Single(Faults(Environments.Development, Connector("Postgres", ("Address", "postgres://db.example.org/postgres"), ("User", "reader"), ("SecretFile", signingKey), ("Secret", "hunter2"))));

        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Connector(string kind, params (string Name, string Value)[] settings) =>
        settings.Append(("Kind", kind)).ToDictionary(setting => $"Connectors:dir:{setting.Item1}", setting => (string?)setting.Item2);

    [Fact]
    public void SqlServer_WithoutKeys_NamesBoth()
    {
        var faults = Faults(Environments.Development, new() { ["Database:Provider"] = "SqlServer", ["Database:ConnectionString"] = "Server=db" });

        Assert.Equal(["Keys:SigningKeyFile", "Keys:DataProtectionCertificateFile"], faults.Select(fault => fault.Key));
    }

    [Fact]
    public void SigningKey_OnAnotherCurve_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(signingKey, other.ExportPkcs8PrivateKeyPem());

        Only(Environments.Production, With(("Keys:SigningKeyFile", signingKey)), "Keys:SigningKeyFile");
    }

    [Fact]
    public void SigningKey_OnlyItsPublicHalf_IsRefused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        File.WriteAllText(signingKey, other.ExportSubjectPublicKeyInfoPem());

        Only(Environments.Production, With(("Keys:SigningKeyFile", signingKey)), "Keys:SigningKeyFile");
    }

    [Fact]
    public void Certificate_WithAWrongPassword_IsRefusedWithoutRepeatingIt()
    {
        var fault = Only(Environments.Production, With(("Keys:DataProtectionCertificateFile", certificate), ("Keys:DataProtectionCertificatePassword", "guessed")), "Keys:DataProtectionCertificateFile");

        Assert.DoesNotContain("guessed", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConnectionString_ThatCannotBeRead_IsNotRepeated()
    {
        var faults = Faults(Environments.Development, new() { ["Database:Provider"] = "SqlServer", ["Database:ConnectionString"] = "hunter2" });

        Assert.DoesNotContain("hunter2", SettingsCheck.Describe(faults, "Development"), StringComparison.Ordinal);
        Assert.Contains(faults, fault => fault.Key == "Database:ConnectionString");
    }

    [Fact]
    public void Development_WithHalfOfEntra_Refuses() =>
        Assert.Equal(["AzureAd:ClientId", "AzureAd:ClientSecret"], Faults(Environments.Development, new() { ["AzureAd:TenantId"] = Guid.NewGuid().ToString() }).Select(fault => fault.Key));

    [Fact]
    public void Description_SaysWhereTheSettingCanBeSet()
    {
        var text = SettingsCheck.Describe([new("AzureAd:ClientId", "is missing.", "a GUID.")], "Production");

        Assert.Contains("cannot start in Production", text, StringComparison.Ordinal);
        Assert.Contains("""appsettings.json as "AzureAd": { "ClientId": … }""", text, StringComparison.Ordinal);
        Assert.Contains("environment variable AzureAd__ClientId", text, StringComparison.Ordinal);
        Assert.Contains("--AzureAd:ClientId <value>", text, StringComparison.Ordinal);
        Assert.Contains("Expected: a GUID.", text, StringComparison.Ordinal);
    }

    private static readonly Dictionary<string, string?> Production = new()
    {
        ["PublicAddress"] = "https://nhi.example.org",
        ["AzureAd:TenantId"] = "a2b1c0d4-0000-4000-8000-000000000001",
        ["AzureAd:ClientId"] = "a2b1c0d4-0000-4000-8000-000000000002",
        ["AzureAd:ClientSecret"] = "secret",
        ["Proxy:Addresses:0"] = "10.0.0.0/16",
    };

    private static Dictionary<string, string?> With(params (string Key, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?>(Production);
        foreach (var (key, value) in changed)
            if (value is null)
                settings.Remove(key);
            else
                settings[key] = value;
        return settings;
    }

    private static SettingFault Only(string environment, Dictionary<string, string?> settings, string key)
    {
        var fault = Assert.Single(Faults(environment, settings));
        Assert.Equal(key, fault.Key);
        return fault;
    }

    private static IReadOnlyList<SettingFault> Faults(string environment, Dictionary<string, string?> settings) =>
        SettingsCheck.Run(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new TemplateTests.Place(environment));
}
