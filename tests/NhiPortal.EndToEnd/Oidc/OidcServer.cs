using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace NhiPortal.EndToEnd.Oidc;

/// <summary>A real OpenID provider over HTTPS, shaped like Entra ID, for a portal that will run at <see cref="PortalAddress"/>.</summary>
public sealed class OidcServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-issuer-");
    private readonly LocalCertificates certificates;
    private readonly int port = LoopbackPort.Next();
    private readonly Lazy<Task<ChildProcess>> process;

    public OidcServer()
    {
        certificates = new LocalCertificates(folder.FullName);
        process = new Lazy<Task<ChildProcess>>(LaunchAsync);
    }

    /// <summary>What goes before the tenant id, as `Instance` in the portal's sign-in settings.</summary>
    public Uri Instance => new($"https://localhost:{port}/");

    public Uri Authority => new(Instance, $"{TenantId}/v2.0");

    public Guid TenantId { get; } = Guid.NewGuid();

    public string ClientId { get; } = Guid.NewGuid().ToString();

    public string ClientSecret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));

    /// <summary>The only portal this provider sends people back to.</summary>
    public Uri PortalAddress { get; } = new($"http://127.0.0.1:{LoopbackPort.Next()}/");

    public string AuthorityFile => certificates.AuthorityFile;

    /// <summary>Value of SSL_CERT_FILE for a portal that is to trust this provider besides everything the machine trusts.</summary>
    public string TrustFile => certificates.TrustFile;

    /// <summary>Starts the provider at the first call. Each test calls it, because only a test can be skipped, not a fixture.</summary>
    public Task StartAsync() => process.Value;

    public async ValueTask DisposeAsync()
    {
        if (process is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            (await process.Value).Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<ChildProcess> LaunchAsync()
    {
        var node = Prerequisite.Require("node", "nodejs npm");
        var program = await OidcProgram.InstallAsync(Prerequisite.Require("npm", "nodejs npm"));
        var provider = new ChildProcess(node, [program], Path.GetDirectoryName(program)!, new Dictionary<string, string>
        {
            ["OIDC_PORT"] = $"{port}",
            ["OIDC_TENANT"] = $"{TenantId}",
            ["OIDC_CLIENT_ID"] = ClientId,
            ["OIDC_CLIENT_SECRET"] = ClientSecret,
            ["OIDC_REDIRECT_URIS"] = JsonSerializer.Serialize(new[] { new Uri(PortalAddress, "signin-oidc") }),
            ["OIDC_POST_LOGOUT_REDIRECT_URIS"] = JsonSerializer.Serialize(new[] { new Uri(PortalAddress, "signout-callback-oidc") }),
            ["OIDC_ACCOUNTS"] = JsonSerializer.Serialize(OidcAccount.All, JsonSerializerOptions.Web),
            ["OIDC_KEY"] = certificates.KeyFile,
            ["OIDC_CERT"] = certificates.CertificateFile,
        });

        using var http = TrustingClient();
        var discovery = new Uri($"{Authority}/.well-known/openid-configuration");
        await provider.UntilOkAsync(http, discovery, TimeSpan.FromSeconds(30), CancellationToken.None);
        return provider;
    }

    private HttpClient TrustingClient()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPemFile(AuthorityFile);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler);
    }
}
