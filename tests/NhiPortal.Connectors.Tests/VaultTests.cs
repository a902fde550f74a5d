using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NhiPortal.Connectors.Vaults;
using NhiPortal.EndToEnd;

namespace NhiPortal.Connectors.Tests;

/// <summary>Where new secrets go: into the vault, and into no fault, folder or text beside it. Azure and the adapter are local servers that speak their protocols.</summary>
public sealed class VaultTests : IAsyncLifetime
{
    private const string Secret = "aA1-new-secret-of-the-test";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-vault-");
    private readonly int port = LoopbackPort.Next();
    private readonly Dictionary<string, JsonNode> kept = [];
    private readonly WebApplication program;
    private int busy;

    public VaultTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        program = builder.Build();
        program.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var (status, answer) = Answer(context.Request, await reader.ReadToEndAsync());
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(answer.ToJsonString());
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private VaultSettings Azure => new()
    {
        Kind = "KeyVault", Address = $"http://127.0.0.1:{port}/", SignInAddress = $"http://127.0.0.1:{port}/", TenantId = "home", ClientId = "portal", Secret = "client-secret", TimeoutSeconds = 10,
    };

    private VaultSettings Adapter => new() { Kind = "Webhook", Address = $"http://127.0.0.1:{port}/adapter", Secret = "signing-key", TimeoutSeconds = 10 };

    private VaultSettings Files => new() { Kind = "File", Address = folder.FullName };

    public async ValueTask InitializeAsync() => await program.StartAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        folder.Delete(true);
    }

    [Fact]
    public async Task KeyVault_KeepsTheSecretWithItsAccount_AndNamesItsVersion()
    {
        Assert.Equal("v1", await WriteAsync(Azure));
        Assert.Equal((Secret, "svc-b"), (kept["hr-sync"]["value"]!.GetValue<string>(), kept["hr-sync"]["tags"]!["account"]!.GetValue<string>()));
        busy = 1;
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Azure))).Retryable);
        Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Azure with { Secret = "wrong" }))).Retryable);
        Assert.True((await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Azure with { Address = $"http://127.0.0.1:{LoopbackPort.Next()}" }))).Retryable);
    }

    [Fact]
    public async Task Webhook_AsksASignedQuestion_AndBelievesOnlyAVersion()
    {
        Assert.Equal("7", await WriteAsync(Adapter));
        Assert.Equal((Secret, "svc-b"), (kept["hr-sync"]["secret"]!.GetValue<string>(), kept["hr-sync"]["account"]!.GetValue<string>()));
        Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Adapter with { Secret = "wrong" }))).Retryable);
        await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Adapter with { Address = $"http://127.0.0.1:{port}/forgets" }));
    }

    [Fact]
    public async Task File_IsTheProgramsOwn_AndAFolderOpenToOthersIsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        var first = await WriteAsync(Files);
        var file = Path.Combine(folder.FullName, "hr-sync.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var text = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!;
        Assert.Equal((Secret, "svc-b", first), (text["secret"]!.GetValue<string>(), text["account"]!.GetValue<string>(), text["version"]!.GetValue<string>()));
        Assert.NotEqual(first, await WriteAsync(Files));
        Assert.Equal([file], Directory.GetFiles(folder.FullName));

        folder.UnixFileMode |= UnixFileMode.GroupRead;
        Assert.Contains("chmod 700", (await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Files))).Message, StringComparison.Ordinal);
        Assert.False((await Assert.ThrowsAsync<ConnectorFault>(() => WriteAsync(Files with { Address = "/nowhere/vault" }))).Retryable);
    }

    [Theory]
    [InlineData("kv-prod/hr-sync", true)]
    [InlineData("kv-prod/../etc", false)]
    [InlineData("kv-prod/hr/sync", false)]
    [InlineData("kv-prod/", false)]
    [InlineData("hr-sync", false)]
    [InlineData("kv-prod/hr-sync\n", false)]
    [InlineData(null, false)]
    public void Reference_ReadOnlyWhereItCanMeanNothingElse(string? text, bool valid) => Assert.Equal(valid, VaultReference.Of(text) is not null);

    [Fact]
    public void Entry_AsText_SaysNoSecret() => Assert.DoesNotContain(Secret, $"{new VaultEntry("hr-sync", "svc-b", Secret)} {Azure with { Secret = Secret }}", StringComparison.Ordinal);

    private static async Task<string> WriteAsync(VaultSettings settings)
    {
        Assert.Empty(VaultRegistration.Of(settings.Kind)!.Check(settings));
        try
        {
            return await VaultRegistration.Of(settings.Kind)!.Make(settings, TimeProvider.System).WriteAsync(new("hr-sync", "svc-b", Secret), Stop);
        }
        catch (Exception error)
        {
            Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
            throw;
        }
    }

    private (int Status, JsonNode Answer) Answer(HttpRequest request, string body)
    {
        if (request.Path == "/home/oauth2/v2.0/token")
            return body.Contains("client_secret=client-secret", StringComparison.Ordinal) && body.Contains("vault.azure.net", StringComparison.Ordinal) ? (200, new JsonObject { ["access_token"] = "token-1" }) : (401, new JsonObject());
        if (request.Path == "/secrets/hr-sync")
        {
            if (request.Method != "PUT" || request.Headers.Authorization != "Bearer token-1" || request.Query["api-version"] != "7.4")
                return (403, new JsonObject());
            if (busy > 0)
                return (429, new JsonObject { ["error"] = body });
            kept["hr-sync"] = JsonNode.Parse(body)!;
            return (200, new JsonObject { ["value"] = Secret, ["id"] = $"http://127.0.0.1:{port}/secrets/hr-sync/v1" });
        }

        var (id, at) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
        if (request.Headers["webhook-signature"] != $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("signing-key"), Encoding.UTF8.GetBytes($"{id}.{at}.{body}")))}")
            return (401, new JsonObject());
        var asked = JsonNode.Parse(body)!;
        if (request.Path == "/forgets" || asked["question"]!.GetValue<string>() != "keep")
            return (200, new JsonObject());
        kept["hr-sync"] = asked["about"]!;
        return (200, new JsonObject { ["version"] = "7" });
    }
}
