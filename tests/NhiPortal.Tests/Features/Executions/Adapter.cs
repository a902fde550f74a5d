using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NhiPortal.Connectors;
using NhiPortal.EndToEnd;

namespace NhiPortal.Tests.Features.Executions;

/// <summary>A target behind an adapter of its own, which can be down, lie, or do only half.</summary>
public sealed class Adapter : IAsyncDisposable
{
    private readonly WebApplication program;
    private readonly int port = LoopbackPort.Next();
    private readonly Lock gate = new();
    private int open;

    private Adapter()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        program = builder.Build();
        program.Run(AnswerAsync);
    }

    public Dictionary<string, (bool Enabled, HashSet<string> Groups)> Accounts { get; } = [];

    /// <summary>When it was told to switch accounts off by itself.</summary>
    public Dictionary<string, string> Ends { get; } = [];

    public List<string> Changes { get; } = [];

    /// <summary>The id every account has.</summary>
    public string Id { get; set; } = "t-1";

    public bool Down { get; set; }

    /// <summary>Says yes and does nothing.</summary>
    public bool Lies { get; set; }

    /// <summary>Does it, and then says that it failed.</summary>
    public bool DeniesWhatItDid { get; set; }

    /// <summary>Refuses every change clearly, and does nothing.</summary>
    public bool Refuses { get; set; }

    /// <summary>What it says instead of a state, as no honest adapter would.</summary>
    public string? Oddly { get; set; }

    /// <summary>Called before a state is told, so that a test can meanwhile do something else.</summary>
    public Func<Task>? WhileLooking { get; set; }

    /// <summary>How many questions were open at once, at most.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Called before a change is made, so that a test can meanwhile do something else.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public ConnectorSettings Settings => new() { Kind = "Webhook", Address = $"http://127.0.0.1:{port}/", Secret = "of-the-test", TimeoutSeconds = 10, AdminGroups = ["admins"] };

    public static async Task<Adapter> StartAsync()
    {
        var adapter = new Adapter();
        await adapter.program.StartAsync();
        return adapter;
    }

    public bool Holds(string account, string group)
    {
        lock (gate)
            return Accounts.TryGetValue(account, out var held) && held.Groups.Contains(group);
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = (await JsonNode.ParseAsync(context.Request.Body))!;
        var change = asked["question"]!.GetValue<string>() == "change";
        lock (gate)
            MostAtOnce = Math.Max(MostAtOnce, ++open);
        try
        {
            if ((change ? Meanwhile : WhileLooking) is { } meanwhile)
                await meanwhile();
            await AnswerAsync(context, asked, change);
        }
        finally
        {
            lock (gate)
                open--;
        }
    }

    private async Task AnswerAsync(HttpContext context, JsonNode asked, bool change)
    {
        JsonObject? answer = null;
        lock (gate)
        {
            if (change)
                Changes.Add(context.Request.Headers["Idempotency-Key"].ToString());
            if (!Down && change && !Lies && !Refuses)
                Do(asked["about"]!.AsObject());
            if (!change)
                answer = State(asked["about"]!.AsObject());
            context.Response.StatusCode = Down || (change && DeniesWhatItDid) ? 503 : change && Refuses ? 403 : 200;
        }

        if (answer is not null && !Down)
            await context.Response.WriteAsync(Oddly ?? answer.ToJsonString());
    }

    private JsonObject State(JsonObject about) => Accounts.TryGetValue(about["account"]!.GetValue<string>(), out var held)
        ? new() { ["exists"] = true, ["enabled"] = held.Enabled, ["member"] = about["of"] is { } of && held.Groups.Contains(of.GetValue<string>()), ["id"] = Id, ["until"] = Ends.GetValueOrDefault(about["account"]!.GetValue<string>()) }
        : new() { ["exists"] = false };

    private void Do(JsonObject about)
    {
        var name = about["account"]!.GetValue<string>();
        if (about["exists"]?.GetValue<bool>() == false)
            Accounts.Remove(name);
        if (about["exists"]?.GetValue<bool>() == true)
            Accounts.TryAdd(name, (true, []));
        if (!Accounts.TryGetValue(name, out var held))
            return;
        if (about["enabled"]?.GetValue<bool>() == true && about["until"] is { } until)
            Ends[name] = until.GetValue<string>();
        if (about["member"]?.GetValue<bool>() is { } member)
            _ = member ? held.Groups.Add(about["of"]!.GetValue<string>()) : held.Groups.Remove(about["of"]!.GetValue<string>());
        Accounts[name] = (about["enabled"]?.GetValue<bool>() ?? held.Enabled, held.Groups);
    }
}
