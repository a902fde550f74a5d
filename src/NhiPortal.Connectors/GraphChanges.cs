using System.Net;
using System.Text.Json.Nodes;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>One principal of a directory as Microsoft Graph holds it.</summary>
/// <param name="Path">Where it is: its collection and its id.</param>
internal sealed record GraphPrincipal(string Path, JsonNode One)
{
    public string Id => One.Id() ?? throw new ConnectorFault("Microsoft Graph answered without an id.", false);

    public bool IsService => Path.StartsWith(GraphChanges.Services, StringComparison.Ordinal);

    /// <summary>A group does not sign in: its members do.</summary>
    public bool Enabled => One.Flag("accountEnabled") ?? (Path.StartsWith("groups/", StringComparison.Ordinal) ? true : throw new ConnectorFault("Microsoft Graph does not say whether the account is enabled. Look at the application's permissions.", false));
}

/// <summary>One principal and one directory role, read by id and changed one call at a time.</summary>
internal sealed class GraphChanges(ConnectorSettings settings, GraphSession graph)
{
    public const string Services = "servicePrincipals/", Everywhere = "/";
    private const string Assignments = "roleManagement/directory/roleAssignments";

    private static readonly Dictionary<string, (string Path, string Select)> Kinds = new(StringComparer.Ordinal)
    {
        ["#microsoft.graph.servicePrincipal"] = (Services, "id,appId,accountEnabled,passwordCredentials,keyCredentials"),
        ["#microsoft.graph.user"] = ("users/", "id,accountEnabled"),
        ["#microsoft.graph.group"] = ("groups/", "id"),
    };

    public async Task<TargetState> ReadAsync(TargetChange about, CancellationToken cancellation)
    {
        var role = about.Member is null ? null : await RoleAsync(settings.HolderOf(about), cancellation);
        return await PrincipalAsync(about, cancellation) is { } found
            ? new() { Exists = true, Enabled = found.Enabled, Id = found.Id, Member = role is not null && (await HeldAsync(found.Id, role, about, cancellation)).Count > 0 }
            : TargetState.Nowhere;
    }

    /// <summary>By its object id where that is known, whatever it is; else the service principal with this client id.</summary>
    public async Task<GraphPrincipal?> PrincipalAsync(TargetChange about, CancellationToken cancellation)
    {
        var (id, type) = (about.Id, "#microsoft.graph.servicePrincipal");
        if (id is not null)
        {
            if (await graph.FindAsync($"directoryObjects/{Uri.EscapeDataString(id)}", cancellation) is not { } known)
                return null;
            type = known.Text("@odata.type") ?? "";
        }
        else if ((id = (await graph.OneAsync("servicePrincipals", "appId", about.Account, cancellation)).Text("id")) is null)
        {
            return null;
        }

        if (!Kinds.TryGetValue(type, out var kind))
            throw new ConnectorFault("Microsoft Graph shows neither a service principal nor a user nor a group there.", false);
        // What a search answers is a copy that lags behind: what is so is read by id.
        if (await graph.FindAsync($"{kind.Path}{Uri.EscapeDataString(id)}?$select={kind.Select}", cancellation) is not { } one)
            return null;
        var found = new GraphPrincipal($"{kind.Path}{Uri.EscapeDataString(id)}", one);
        if (found.Id != id)
            throw new ConnectorFault("Microsoft Graph answered with something else than what was asked for.", false);
        settings.RefuseOwn(one.Text("appId"));
        return found;
    }

    public async Task ApplyAsync(TargetChange change, CancellationToken cancellation)
    {
        var role = change.Member is null ? null : await RoleAsync(settings.HolderOf(change), cancellation);
        if (await PrincipalAsync(change, cancellation) is not { } found)
        {
            if (change.Exists == true)
                throw new ConnectorFault("Entra ID gives client ids itself, so none can be made by its name. Register the application there, then ask for what it is to hold.", false) { Impossible = true };
            return;
        }

        if (change.Exists == false)
        {
            if (!found.IsService)
                throw new ConnectorFault("The portal deletes service principals only, no people and no groups.", false);
            await graph.SendAsync(HttpMethod.Delete, found.Path, null, cancellation, HttpStatusCode.NotFound);
            return;
        }

        // Power last when it is given, first when it is taken.
        if (change.Enabled == true && !found.Enabled)
            await SwitchAsync(found, true, cancellation);
        if (role is not null)
            await AssignAsync(found.Id, role, change, cancellation);
        if (change.Enabled == false && found.Enabled)
            await SwitchAsync(found, false, cancellation);
    }

    /// <summary>Names of the directory roles, by their ids.</summary>
    public async Task<Dictionary<string, string>> RolesAsync(CancellationToken cancellation)
    {
        var roles = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var role in graph.ListAsync("roleManagement/directory/roleDefinitions?$select=id,displayName", cancellation))
            roles[role.Text("id") ?? ""] = role.Text("displayName") ?? "";
        return roles;
    }

    public IAsyncEnumerable<JsonNode> AllAssignments(CancellationToken cancellation) => graph.ListAsync($"{Assignments}?$expand=principal", cancellation);

    public IAsyncEnumerable<JsonNode> AssignmentsOf(string principal, CancellationToken cancellation) => graph.ListAsync($"{Assignments}?$filter={Uri.EscapeDataString($"principalId eq {GraphSession.Quoted(principal)}")}", cancellation);

    private async Task<string> RoleAsync(string holder, CancellationToken cancellation)
    {
        var found = (await RolesAsync(cancellation)).Where(role => string.Equals(role.Key, holder, StringComparison.OrdinalIgnoreCase) || string.Equals(role.Value, holder, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count == 1 ? found[0].Key : throw new ConnectorFault(found.Count == 0 ? $"There is no directory role {holder}." : $"There is more than one directory role {holder}; name it by its id.", false);
    }

    /// <summary>Given, it is held when it counts everywhere; taken away, when it counts nowhere.</summary>
    private async Task<List<string>> HeldAsync(string principal, string role, TargetChange about, CancellationToken cancellation)
    {
        var held = new List<string>();
        await foreach (var one in AssignmentsOf(principal, cancellation))
            if (one.Text("principalId") == principal && string.Equals(one.Text("roleDefinitionId"), role, StringComparison.OrdinalIgnoreCase) && (about.Member == false || one.Text("directoryScopeId") == Everywhere))
                held.Add(one.Text("id") ?? throw new ConnectorFault("Microsoft Graph answered without an id.", false));
        return held;
    }

    private async Task AssignAsync(string principal, string role, TargetChange change, CancellationToken cancellation)
    {
        var held = await HeldAsync(principal, role, change, cancellation);
        if (change.Member == false)
            foreach (var assignment in held)
                await graph.SendAsync(HttpMethod.Delete, $"{Assignments}/{Uri.EscapeDataString(assignment)}", null, cancellation, HttpStatusCode.NotFound);
        if (change.Member != true || held.Count > 0)
            return;
        var asked = new JsonObject { ["@odata.type"] = "#microsoft.graph.unifiedRoleAssignment", ["principalId"] = principal, ["roleDefinitionId"] = role, ["directoryScopeId"] = Everywhere };
        var (status, answer) = await graph.SendAsync(HttpMethod.Post, Assignments, asked, cancellation, HttpStatusCode.BadRequest, HttpStatusCode.Conflict);
        // What an earlier call gave may not be shown yet: the service says that it is there, and a later look will.
        if (status is HttpStatusCode.BadRequest && !IsThere(answer))
            throw new ConnectorFault("Microsoft Graph does not give this directory role to this principal.", false);
    }

    private static bool IsThere(JsonNode? answer) =>
        answer is JsonObject told && told["error"].Text("code") is { } code && (code.Contains("RoleAssignmentExists", StringComparison.Ordinal) || code.Contains("MultipleObjectsWithSameKeyValue", StringComparison.Ordinal));

    private async Task SwitchAsync(GraphPrincipal found, bool on, CancellationToken cancellation)
    {
        if (found.Path.StartsWith("groups/", StringComparison.Ordinal))
            throw new ConnectorFault("A group does not sign in, so it cannot be switched off. Take its role away.", false);
        await graph.SendAsync(HttpMethod.Patch, found.Path, new JsonObject { ["accountEnabled"] = on }, cancellation);
    }
}
