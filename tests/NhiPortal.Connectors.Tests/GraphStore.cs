using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NhiPortal.Connectors.Tests;

/// <summary>What the local Graph server keeps: service principals with their secrets, and who holds which directory role.</summary>
public sealed class GraphStore
{
    private readonly List<(string Id, string Principal, string Role, string Scope)> assignments = [];
    private List<(string Id, string Principal, string Role, string Scope)> before = [];
    private readonly Dictionary<string, int> lingering = [];

    public GraphStore()
    {
        Add(Accounts.Nested, id: "1");
        Add(Accounts.Disabled, enabled: false, id: "2");
        Add(Accounts.Service, id: "3").Notes = $"Nightly copy, ask {Accounts.Owner}";
        Add(Accounts.Hostile, id: "4");
        Add(Accounts.Foreign, id: "5");
        assignments.AddRange([("a1", "g1", "r-admin", "/"), ("a2", "2", "r-admin", "/"), ("a3", "4", GraphTarget.Readers, "/")]);
    }

    public List<GraphService> Services { get; } = [];

    /// <summary>It answers that it did, and does nothing.</summary>
    public bool Lies { get; set; }

    /// <summary>How many looks at assignments show what was before the last change.</summary>
    public int Stale { get; set; }

    /// <summary>How many more times a removed secret is let in.</summary>
    public int Lingers { get; set; }

    public GraphService Add(string appId, bool enabled = true, string? id = null)
    {
        lock (this)
        {
            Services.Add(new(id ?? Guid.NewGuid().ToString(), appId) { Enabled = enabled });
            return Services[^1];
        }
    }

    public void Assign(string principal, string role, string scope) => assignments.Add((Guid.NewGuid().ToString(), principal, role, scope));

    public bool Holds(string principal, string role) => assignments.Any(one => one.Principal == principal && one.Role == role);

    public bool LetsIn(GraphService service, string secret)
    {
        if (service.Secrets.Any(one => one.Text == secret))
            return true;
        if (!lingering.TryGetValue(secret, out var left) || left == 0)
            return false;
        lingering[secret]--;
        return true;
    }

    public (int, JsonNode?) Answer(HttpRequest request, string[] path, string body, string group)
    {
        var asked = body.Length > 0 ? JsonNode.Parse(body) : null;
        var filter = request.Query["$filter"].ToString();
        var value = filter.Length > 0 ? filter[(filter.IndexOf('\'', StringComparison.Ordinal) + 1)..^1].Replace("''", "'", StringComparison.Ordinal) : null;
        return (request.Method, path) switch
        {
            ("GET", ["servicePrincipals"]) => Listed(Services.Where(one => value is null || one.AppId == value).Select(one => one.Json())),
            ("GET", ["servicePrincipals" or "directoryObjects", var id]) => Services.Find(one => one.Id == id) is { } found ? (200, found.Json()) : path[0] == "directoryObjects" && id == "u1" ? (200, User()) : (404, null),
            ("GET", ["users", "u1"]) => (200, User()),
            ("GET", ["applications"]) => Listed([]),
            ("GET", ["roleManagement", "directory", "roleDefinitions"]) => Listed(
                new[] { ("r-admin", GraphTarget.Admin), ("r-group", group), (GraphTarget.Readers, "Directory Readers") }.Select(role => new JsonObject { ["id"] = role.Item1, ["displayName"] = role.Item2 })),
            ("GET", ["roleManagement", "directory", "roleAssignments"]) => Listed(Shown().Where(one => value is null || one.Principal == value).Select(Assignment)),
            ("GET", ["groups", "g1", "transitiveMembers"]) => Listed([Services[0].Json(), User()]),
            ("POST", ["roleManagement", "directory", "roleAssignments"]) => Assign(asked!),
            _ => Change(request.Method, path, asked),
        };
    }

    private (int, JsonNode?) Change(string method, string[] path, JsonNode? asked)
    {
        if (Lies)
            return (204, null);
        switch (method, path)
        {
            case ("DELETE", ["roleManagement", _, _, var id]):
                before = [.. assignments];
                return (assignments.RemoveAll(one => one.Id == id) > 0 ? 204 : 404, null);
            case ("DELETE", ["servicePrincipals", var id]):
                return (Services.RemoveAll(one => one.Id == id) > 0 ? 204 : 404, null);
            case ("PATCH", ["servicePrincipals", var id]) when Services.Find(one => one.Id == id) is { } found:
                found.Enabled = asked!["accountEnabled"]!.GetValue<bool>();
                return (204, null);
            case ("POST", ["servicePrincipals", var id, "addPassword"]) when Services.Find(one => one.Id == id) is { } found:
                found.Secrets.Add((Guid.NewGuid().ToString(), asked!["passwordCredential"]!["displayName"]!.GetValue<string>(), Guid.NewGuid().ToString()));
                return (200, new JsonObject { ["keyId"] = found.Secrets[^1].Key, ["secretText"] = found.Secrets[^1].Text });
            case ("POST", ["servicePrincipals", var id, "removePassword"]) when Services.Find(one => one.Id == id) is { } found:
                var gone = found.Secrets.Where(one => one.Key == asked!["keyId"]!.GetValue<string>()).ToList();
                gone.ForEach(one => lingering[one.Text] = Lingers);
                return (found.Secrets.RemoveAll(gone.Contains) > 0 ? 204 : 404, null);
            default:
                return (404, null);
        }
    }

    private (int, JsonNode?) Assign(JsonNode asked)
    {
        var (principal, role) = (asked["principalId"]!.GetValue<string>(), asked["roleDefinitionId"]!.GetValue<string>());
        if (assignments.Any(one => one.Principal == principal && one.Role == role && one.Scope == "/"))
            return (400, new JsonObject { ["error"] = new JsonObject { ["code"] = "Request_MultipleObjectsWithSameKeyValue" } });
        before = [.. assignments];
        if (!Lies)
            Assign(principal, role, asked["directoryScopeId"]!.GetValue<string>());
        return (201, new JsonObject { ["id"] = "made" });
    }

    private List<(string Id, string Principal, string Role, string Scope)> Shown() => Stale > 0 && Stale-- > 0 ? before : assignments;

    private JsonObject Assignment((string Id, string Principal, string Role, string Scope) one) => new()
    {
        ["id"] = one.Id, ["principalId"] = one.Principal, ["roleDefinitionId"] = one.Role, ["directoryScopeId"] = one.Scope,
        ["principal"] = one.Principal == "g1" ? new JsonObject { ["@odata.type"] = "#microsoft.graph.group", ["id"] = "g1", ["displayName"] = "Operators" }
            : one.Principal == "u1" ? User() : Services.Find(service => service.Id == one.Principal)?.Json(),
    };

    private static JsonObject User() => new() { ["@odata.type"] = "#microsoft.graph.user", ["id"] = "u1", ["userPrincipalName"] = "ada@home.example", ["displayName"] = "Ada", ["accountEnabled"] = true };

    private static (int, JsonNode?) Listed(IEnumerable<JsonNode> found) => (200, new JsonObject { ["value"] = new JsonArray([.. found]) });
}

/// <summary>One service principal of the local Graph server.</summary>
public sealed class GraphService(string id, string appId)
{
    public string Id => id;
    public string AppId => appId;
    public bool Enabled { get; set; } = true;
    public string? Notes { get; set; }
    public List<(string Key, string Label, string Text)> Secrets { get; } = [];

    public JsonObject Json() => new()
    {
        ["@odata.type"] = "#microsoft.graph.servicePrincipal", ["id"] = id, ["appId"] = appId, ["displayName"] = $"Called {appId}", ["accountEnabled"] = Enabled, ["notes"] = Notes,
        ["passwordCredentials"] = new JsonArray([.. Secrets.Select(one => new JsonObject { ["keyId"] = one.Key, ["displayName"] = one.Label, ["startDateTime"] = "2026-02-01T00:00:00Z", ["endDateTime"] = "2028-02-01T00:00:00Z" })]),
        ["keyCredentials"] = appId == Accounts.Service ? new JsonArray(new JsonObject { ["keyId"] = "k1", ["startDateTime"] = "2026-01-01T00:00:00Z", ["endDateTime"] = "2027-01-01T00:00:00Z" }) : new JsonArray(),
    };
}
