using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NhiPortal.Connectors.Tests;

/// <summary>A server of the tests' own that speaks as much SCIM as reading needs, for more users than scimmy pages through in time.</summary>
public sealed class ScimTarget : WebTarget
{
    protected override ConnectorSettings At(int at, string which) => new()
    {
        Kind = "Scim", Address = $"http://127.0.0.1:{at}/{which}/", Secret = Secret, TimeoutSeconds = 10, PageSize = 1000, AdminGroups = which == "many" ? [] : ["admins"],
    };

    protected override (int Status, JsonNode? Answer) Answer(HttpRequest request, string body)
    {
        if (request.Headers.Authorization != $"Bearer {Secret}")
            return (401, null);
        var (from, count) = (int.Parse(request.Query["startIndex"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture), int.Parse(request.Query["count"].FirstOrDefault() ?? "100", CultureInfo.InvariantCulture));
        return request.Path.Value switch
        {
            "/small/Users" => (200, Listed([.. Small()], 5)),
            "/many/Users" => (200, Listed([.. Enumerable.Range(from - 1, Math.Min(count, Accounts.Many - from + 1)).Select(i => User($"{i}", $"svc-{i}"))], Accounts.Many)),
            "/small/Groups" => (200, Listed([Group("g1", "admins", Member("g2", "Group"), Member("2", "User"))], 1)),
            "/small/Groups/g2" => (200, Group("g2", "operators", Member("1", "User"), Member("g1", "Group"))),
            "/small/Groups/g1" => (200, Group("g1", "admins", Member("g2", "Group"), Member("2", "User"))),
            _ => (404, null),
        };
    }

    private static IEnumerable<JsonObject> Small()
    {
        yield return User("1", Accounts.Nested);
        yield return User("2", Accounts.Disabled, active: false);
        var service = User("3", Accounts.Service);
        service["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = new JsonObject { ["manager"] = new JsonObject { ["displayName"] = Accounts.Owner } };
        yield return service;
        yield return User("4", Accounts.Hostile);
        yield return User("5", Accounts.Foreign);
    }

    private static JsonObject User(string id, string name, bool active = true) => new() { ["id"] = id, ["userName"] = name, ["active"] = active };

    private static JsonObject Member(string id, string type) => new() { ["value"] = id, ["type"] = type };

    private static JsonObject Group(string id, string name, params JsonNode[] members) => new() { ["id"] = id, ["displayName"] = name, ["members"] = new JsonArray(members) };

    private static JsonObject Listed(JsonNode[] resources, int total) => new() { ["totalResults"] = total, ["Resources"] = new JsonArray(resources) };
}
