using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NhiPortal.Connectors.Tests;

/// <summary>
/// A local server that speaks the part of Microsoft Graph 1.0 and of Entra ID's sign-in that the connector uses, written
/// from their documentation. It throttles, lags, breaks and lies when told to; the real service has not been asked.
/// </summary>
public sealed class GraphTarget : WebTarget, IActingTarget
{
    public const string Portal = "portal-client", Admin = "Global Administrator", Readers = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    private const string Looks = "secret-that-may-look", Microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

    /// <summary>How many calls are told to come again, and when.</summary>
    public (int Calls, string After) Throttled { get; set; }

    /// <summary>How many calls end in an error of the service.</summary>
    public int Broken { get; set; }

    public GraphStore Store { get; } = new();

    public ConnectorSettings Acting => Settings with { AdminGroups = [Admin] };

    public ConnectorSettings Looking => Acting with { Secret = Looks };

    public string Group => "staff 'all' & \"more\"";

    public Task<Seen> LookAsync(string account)
    {
        lock (Store)
            return Task.FromResult(Store.Services.SingleOrDefault(one => one.AppId == account) is { } found
                ? new(true, found.Enabled, Store.Holds(found.Id, "r-group"), Store.Holds(found.Id, "r-admin")) : Seen.Nothing);
    }

    protected override ConnectorSettings At(int at, string which) => new()
    {
        Kind = "Graph", Address = $"http://127.0.0.1:{at}/{which}", SignInAddress = $"http://127.0.0.1:{at}/{which}/login", TenantId = "tenant",
        User = Portal, Secret = Secret, TimeoutSeconds = 10, PageSize = 1000, AdminGroups = [Admin],
    };

    protected override (int Status, JsonNode? Answer) Answer(HttpRequest request, string body)
    {
        var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        lock (Store)
        {
            if (path is [_, "login", "tenant", "oauth2", "v2.0", "token"])
                return SignIn(body);
            if (Throttled.Calls > 0)
            {
                Throttled = (Throttled.Calls - 1, Throttled.After);
                request.HttpContext.Response.Headers.RetryAfter = Throttled.After;
                return (429, Error("TooManyRequests"));
            }

            if (Broken > 0)
            {
                Broken--;
                return (500, Error("InternalServerError"));
            }

            if (request.Headers.Authorization != "Bearer acts" && (request.Headers.Authorization != "Bearer looks" || request.Method != "GET"))
                return request.Headers.Authorization == "Bearer looks" ? (403, Error("Authorization_RequestDenied")) : (401, Error("InvalidAuthenticationToken"));
            return path is [var which, "v1.0", .. var rest] ? which == "many" ? Many(request, rest) : Store.Answer(request, rest, body, Group) : (404, null);
        }
    }

    private (int, JsonNode?) SignIn(string body)
    {
        var form = body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));
        var (client, secret) = (form["client_id"], form["client_secret"]);
        if (client == Portal)
            return secret == Secret ? Token("acts") : secret == Looks ? Token("looks") : (401, new JsonObject { ["error"] = "invalid_client" });
        if (Store.Services.SingleOrDefault(one => one.AppId == client) is not { Enabled: true } service)
            return (400, new JsonObject { ["error"] = "unauthorized_client" });
        return Store.LetsIn(service, secret) ? Token("itself") : (401, new JsonObject { ["error"] = "invalid_client" });
    }

    private static (int, JsonNode?) Token(string token) => (200, new JsonObject { ["token_type"] = "Bearer", ["access_token"] = token, ["expires_in"] = 3599 });

    private static JsonObject Error(string code) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = "In the tests." } };

    private static (int, JsonNode?) Many(HttpRequest request, string[] path)
    {
        if (path is not ["servicePrincipals"] || request.Query.ContainsKey("$filter"))
            return (200, new JsonObject { ["value"] = new JsonArray() });
        var (from, count) = (int.Parse(request.Query["$skiptoken"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture), int.Parse(request.Query["$top"].ToString(), CultureInfo.InvariantCulture));
        // One of Microsoft's own stands among them, as hundreds do in every directory.
        var page = new JsonObject
        {
            ["value"] = new JsonArray([.. Enumerable.Range(from, Math.Min(count, Accounts.Many + 1 - from)).Select(i => new JsonObject
            {
                ["id"] = $"{i}", ["appId"] = $"svc-{i}", ["displayName"] = $"Service {i}", ["accountEnabled"] = true, ["appOwnerOrganizationId"] = i == 0 ? Microsoft : "home",
            })]),
        };
        if (from + count <= Accounts.Many)
            page["@odata.nextLink"] = $"http://{request.Host}{request.Path}?$top={count}&$skiptoken={from + count}";
        return (200, page);
    }
}
