using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NhiPortal.Data;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Audit.Anchoring;
using NhiPortal.Features.Evidence.Verifying;
using NhiPortal.Tests.Features.Audit.Anchoring;
using static NhiPortal.Tests.Features.Evidence.EvidenceScene;

namespace NhiPortal.Tests.Features.Evidence;

/// <summary>A package whose checkpoint is kept in second places: what the reader holds of them makes it anchored, and nothing else.</summary>
public sealed class PackageAnchorsTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("nhiportal-anchored-").FullName;
    private StampingAuthority authority = null!;
    private TestPortal portal = null!;
    private byte[] package = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Anchors => Path.Combine(folder, "anchors.jws");

    public async ValueTask InitializeAsync()
    {
        authority = await StampingAuthority.OpenAsync();
        portal = await TestPortal.StartAsync(settings => settings with { Audit = new AuditSettings { AnchorFile = Anchors, TimestampUrl = authority.Address, TimestampCertificateFile = authority.Certificate } });
        var org = await ActedAsync(portal);
        await portal.Get<AnchorCheckpoint>().RunAsync(Stop);
        package = await PackageAsync(portal, org, Everything(portal) with { IntegrationKey = "hr-sync" });
    }

    public async ValueTask DisposeAsync()
    {
        await portal.DisposeAsync();
        await authority.DisposeAsync();
        Directory.Delete(folder, true);
    }

    [Fact]
    public void Authority_OrAnchorFile_OfTheReader_MakesItAnchored()
    {
        var keys = portal.Get<SigningKeys>().CopyPublic();
        X509Certificate2Collection trusted = [X509CertificateLoader.LoadCertificateFromFile(authority.Certificate)];
        Assert.Contains("\"place\":\"file\"", Encoding.ASCII.GetString(Files(package)["proof/anchors.json"]), StringComparison.Ordinal);
        var alone = Verify(package, keys);
        Assert.Equal(("", TrustLevel.PinnedKey), (Told(alone), alone.Level));
        Assert.Contains(alone.Notes, note => note.Contains("--tsa", StringComparison.Ordinal));
        Assert.Equal(TrustLevel.PinnedAndAnchored, PackageVerifier.Run(new MemoryStream(package), keys, [], trusted).Level);
        Assert.Equal(TrustLevel.PinnedAndAnchored, Verify(package, keys, File.ReadAllText(Anchors)).Level);
        // Without the portal's key nobody knows whose checkpoint was stamped.
        Assert.Equal(TrustLevel.EmbeddedKey, PackageVerifier.Run(new MemoryStream(package), [], [], trusted).Level);
    }

    [Fact]
    public async Task Stamp_OfAnother_OrOfAnotherCheckpoint_IsNamed_ByProgramAndScript()
    {
        await using var other = await StampingAuthority.OpenAsync();
        var key = OwnKey(portal);
        var replaced = Forge(package, key, files => files["proof/timestamp.tsr"] = files["proof/timestamp.tsr"][..^1]);
        Assert.Contains("proof/timestamp.tsr: It is no time stamp", Told(Verify(replaced, portal.Get<SigningKeys>().CopyPublic())), StringComparison.Ordinal);
        var foreign = PackageVerifier.Run(new MemoryStream(package), portal.Get<SigningKeys>().CopyPublic(), [], [X509CertificateLoader.LoadCertificateFromFile(other.Certificate)]);
        Assert.Contains("not signed by the time-stamping authority", Told(foreign), StringComparison.Ordinal);
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, "python3"))))
            Assert.Skip("python3 is not installed here.");
        await File.WriteAllBytesAsync(Path.Combine(folder, "key.pem"), Files(package)["proof/key.pem"], Stop);
        Assert.Contains("Trust: pinned key and anchored", await ScriptAsync("--tsa", authority.Certificate), StringComparison.Ordinal);
        Assert.Contains("Trust: pinned key and anchored", await ScriptAsync("--anchor", Anchors), StringComparison.Ordinal);
        Assert.Contains("Trust: pinned key.", await ScriptAsync(), StringComparison.Ordinal);
        Assert.Contains("not signed by the time-stamping authority", await ScriptAsync("--tsa", other.Certificate), StringComparison.Ordinal);
    }

    private async Task<string> ScriptAsync(params string[] options)
    {
        var file = Path.Combine(folder, "package.zip");
        await File.WriteAllBytesAsync(file, package, Stop);
        using var python = Process.Start(new ProcessStartInfo("python3", [Path.Combine(Repository.Root, "docs", "verify_package.py"), file, "--key", Path.Combine(folder, "key.pem"), .. options]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return await python.StandardOutput.ReadToEndAsync(Stop) + await python.StandardError.ReadToEndAsync(Stop);
    }
}
