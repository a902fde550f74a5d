using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NhiPortal.Connectors.Tests;

/// <summary>An adapter as somebody else would write it from docs/connectors.md: it checks the signature itself and keeps accounts in memory.</summary>
public sealed class WebhookTarget : WebTarget, IActingTarget
{
    private const string Looks = "secret-that-may-look";
    private readonly Lock gate = new();
    private readonly Dictionary<string, (bool Enabled, HashSet<string> Groups)> accounts = [];

    /// <summary>The ids of the changes asked for, as they came.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Keys { get; } = [];

    public ConnectorSettings Acting => Settings with { AdminGroups = ["admins"] };

    public ConnectorSettings Looking => Acting with { Secret = Looks };

    public string Group => "staff \"all\"\\";

    public Task<Seen> LookAsync(string account)
    {
        lock (gate)
            return Task.FromResult(accounts.TryGetValue(account, out var held) ? new(true, held.Enabled, held.Groups.Contains(Group), held.Groups.Contains("admins")) : Seen.Nothing);
    }

    protected override ConnectorSettings At(int at, string which) => new()
    {
        Kind = "Webhook", Address = $"http://127.0.0.1:{at}/{which}", Secret = Secret, TimeoutSeconds = 10, PageSize = 1000, AdminGroups = ["admins"],
    };

    protected override (int Status, JsonNode? Answer) Answer(HttpRequest request, string body)
    {
        var (id, at) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
        bool Signed(string secret) => request.Headers["webhook-signature"] == $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{id}.{at}.{body}")))}";
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(at, CultureInfo.InvariantCulture);
        if (Math.Abs(age) > 300 || !(Signed(Secret) || Signed(Looks)))
            return (401, null);
        var asked = JsonNode.Parse(body)!;
        var about = asked["about"]!.AsObject();
        return asked["question"]!.GetValue<string>() switch
        {
            "accounts" when request.Path.StartsWithSegments("/many") => (200, Page(about)),
            "accounts" => (200, Small()),
            "state" => State(about),
            "change" when Signed(Looks) => (403, null),
            _ => Change(about, id),
        };
    }

    private (int Status, JsonNode? Answer) State(JsonObject about)
    {
        lock (gate)
            return about["of"]?.GetValue<string>() is { } of && of != Group && of != "admins" ? (404, null)
                : accounts.TryGetValue(about["account"]!.GetValue<string>(), out var held)
                    ? (200, new JsonObject { ["exists"] = true, ["enabled"] = held.Enabled, ["member"] = about["of"] is { } asked && held.Groups.Contains(asked.GetValue<string>()), ["id"] = "a-1" })
                    : (200, new JsonObject { ["exists"] = false });
    }

    private (int Status, JsonNode? Answer) Change(JsonObject about, string id)
    {
        lock (gate)
        {
            Keys.Enqueue(id);
            var (name, of) = (about["account"]!.GetValue<string>(), about["of"]?.GetValue<string>());
            if (of is not null && of != Group && of != "admins")
                return (404, null);
            if (about["exists"]?.GetValue<bool>() == false)
                accounts.Remove(name);
            else if (about["exists"]?.GetValue<bool>() == true)
                accounts.TryAdd(name, (true, []));
            if (!accounts.TryGetValue(name, out var held))
                return (200, null);
            if (about["member"]?.GetValue<bool>() is { } member)
                _ = member ? held.Groups.Add(of!) : held.Groups.Remove(of!);
            if (about["enabled"]?.GetValue<bool>() is { } enabled)
                accounts[name] = (enabled, held.Groups);
            return (200, null);
        }
    }

    private static JsonObject Small() => new()
    {
        ["accounts"] = new JsonArray(
            new JsonObject { ["id"] = "1", ["name"] = Accounts.Nested, ["kind"] = "person", ["administrator"] = true, ["roles"] = new JsonArray("admins") },
            new JsonObject { ["id"] = "2", ["name"] = Accounts.Disabled, ["enabled"] = false, ["administrator"] = true },
            new JsonObject { ["id"] = "3", ["name"] = Accounts.Service, ["kind"] = "service", ["owner"] = Accounts.Owner },
            new JsonObject { ["id"] = "4", ["name"] = Accounts.Hostile },
            new JsonObject { ["id"] = "5", ["name"] = Accounts.Foreign }),
    };

    private static JsonObject Page(JsonObject about)
    {
        var (from, count) = (int.Parse(about["cursor"]?.GetValue<string>() ?? "0", CultureInfo.InvariantCulture), about["count"]!.GetValue<int>());
        var page = new JsonObject { ["accounts"] = new JsonArray([.. Enumerable.Range(from, Math.Min(count, Accounts.Many - from)).Select(i => new JsonObject { ["id"] = $"{i}", ["name"] = $"svc-{i}" })]) };
        if (from + count < Accounts.Many)
            page["next"] = $"{from + count}";
        return page;
    }
}
