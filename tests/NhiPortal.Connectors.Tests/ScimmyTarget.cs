using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NhiPortal.EndToEnd;

namespace NhiPortal.Connectors.Tests;

/// <summary>A SCIM service that others wrote: npm's scimmy, installed once per version outside the source tree.</summary>
public sealed class ScimmyTarget : IActingTarget, IAsyncLifetime
{
    private const string Secret = "scim-secret", Looks = "scim-looks";
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Scimmy");
    private static readonly string[] Files = ["server.mjs", "package.json", "package-lock.json"];
    private readonly HttpClient http = new();
    private readonly List<IDisposable> owned = [];
    private readonly int port = LoopbackPort.Next();

    public ConnectorSettings Acting => At(port);

    public ConnectorSettings Looking => Acting with { Secret = Looks };

    // Scimmy's own filter cannot read a quote inside a text, which RFC 7644 allows.
    public string Group => "staff 'all' (and more) [x] or y";

    public ConnectorSettings Behind(int bytes, bool silent)
    {
        var wire = new FaultyWire(port, bytes, silent);
        owned.Add(wire);
        return At(wire.Port);
    }

    public async Task<Seen> LookAsync(string account)
    {
        var all = JsonNode.Parse(await http.GetStringAsync($"http://127.0.0.1:{port}/look"))!;
        if (all["users"]!.AsArray().SingleOrDefault(user => user!["userName"]!.GetValue<string>() == account) is not { } found)
            return Seen.Nothing;
        bool In(string group) => all["groups"]!.AsArray().Single(one => one!["displayName"]!.GetValue<string>() == group)!["members"]?.AsArray()
            .Any(member => member!["value"]!.GetValue<string>() == found["id"]!.GetValue<string>()) ?? false;
        return new(true, found["active"]!.GetValue<bool>(), In(Group), In("admins"));
    }

    public async ValueTask InitializeAsync()
    {
        var node = Prerequisite.Require("node", "nodejs npm");
        var program = await InstallAsync(Prerequisite.Require("npm", "nodejs npm"));
        var server = new ChildProcess(node, [program], Path.GetDirectoryName(program)!, new Dictionary<string, string>
        {
            ["SCIM_PORT"] = $"{port}", ["SCIM_SECRET"] = Secret, ["SCIM_LOOKING"] = Looks, ["SCIM_GROUP"] = Group,
        });
        owned.Add(server);
        await server.UntilOkAsync(http, new Uri($"http://127.0.0.1:{port}/look"), TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        owned.ForEach(thing => thing.Dispose());
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ConnectorSettings At(int port) => new()
    {
        Kind = "Scim", Address = $"http://127.0.0.1:{port}/scim", Secret = Secret, TimeoutSeconds = 10, AdminGroups = ["admins"],
    };

    private static async Task<string> InstallAsync(string npm)
    {
        var version = Convert.ToHexStringLower(SHA256.HashData([.. Files.SelectMany(file => File.ReadAllBytes(Path.Combine(Source, file)))]));
        var installed = Path.Combine(Path.GetTempPath(), $"nhiportal-scimmy-{version[..16]}");
        if (Directory.Exists(installed))
            return Path.Combine(installed, "server.mjs");
        // Built aside and moved when complete: another test run may be installing at the same moment.
        var staging = Directory.CreateDirectory($"{installed}.{Guid.NewGuid():n}").FullName;
        foreach (var file in Files)
            File.Copy(Path.Combine(Source, file), Path.Combine(staging, file));
        using (var install = new ChildProcess(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], staging, new Dictionary<string, string>()))
            await install.ExitAsync(TimeSpan.FromMinutes(3));
        try
        {
            Directory.Move(staging, installed);
        }
        catch (IOException) when (Directory.Exists(installed))
        {
            Directory.Delete(staging, recursive: true);
        }

        return Path.Combine(installed, "server.mjs");
    }
}
