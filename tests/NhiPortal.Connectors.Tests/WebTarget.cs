using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NhiPortal.EndToEnd;

namespace NhiPortal.Connectors.Tests;

/// <summary>A target that speaks a protocol over HTTP, written for these tests: the small one, the large one, and what can be wrong with it.</summary>
public abstract class WebTarget : ITarget, IAsyncLifetime
{
    protected const string Secret = "secret-of-the-test";
    private readonly WebApplication program;
    private readonly List<IDisposable> owned = [];
    private readonly int port = LoopbackPort.Next();

    protected WebTarget()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        program = builder.Build();
        program.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            if (context.Request.Path.StartsWithSegments("/nonsense"))
            {
                await context.Response.WriteAsync("<html>Welcome</html>");
                return;
            }

            var (status, answer) = context.Request.Path.StartsWithSegments("/busy") ? (503, null) : context.Request.Path.StartsWithSegments("/empty") ? (200, new JsonObject()) : Answer(context.Request, body);
            context.Response.StatusCode = status;
            if (answer is not null)
                await context.Response.WriteAsync(answer.ToJsonString());
        });
    }

    public ConnectorSettings Settings => At(port, "small");

    public IEnumerable<(string Trouble, ConnectorSettings Settings, bool Retryable)> Troubles =>
    [
        ("down", At(LoopbackPort.Next(), "small"), true),
        ("wrong secret", Settings with { Secret = "wrong-secret" }, false),
        ("no secret file", Settings with { Secret = null, SecretFile = "/nowhere/secret" }, false),
        ("no authority file", Settings with { AuthorityFile = "/nowhere/authority.pem" }, false),
        ("busy", At(port, "busy"), true),
        ("not JSON", At(port, "nonsense"), true),
        ("JSON of something else", At(port, "empty"), false),
        ("silent from the start", At(Own(new FaultyWire(port, 1, true)).Port, "small") with { TimeoutSeconds = 2 }, true),
    ];

    public Task<ConnectorSettings> ManyAsync(CancellationToken cancellation) => Task.FromResult(At(port, "many"));

    public Task<ConnectorSettings> CutAsync(CancellationToken cancellation) => Task.FromResult(At(Own(new FaultyWire(port, 20_000, false)).Port, "many"));

    public Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation) =>
        Task.FromResult<ConnectorSettings?>(At(Own(new FaultyWire(port, 20_000, true)).Port, "many") with { TimeoutSeconds = 2 });

    public ConnectorSettings Behind(int bytes, bool silent) => At(Own(new FaultyWire(port, bytes, silent)).Port, "small");

    public async ValueTask InitializeAsync() => await program.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        owned.ForEach(thing => thing.Dispose());
        await program.DisposeAsync();
    }

    /// <summary>Settings of this kind for one of the two; which one is a part of the path.</summary>
    protected abstract ConnectorSettings At(int at, string which);

    protected abstract (int Status, JsonNode? Answer) Answer(HttpRequest request, string body);

    private FaultyWire Own(FaultyWire wire)
    {
        owned.Add(wire);
        return wire;
    }
}
