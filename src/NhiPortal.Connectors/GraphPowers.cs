using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace NhiPortal.Connectors;

/// <summary>Who holds which directory role, and which permissions of Microsoft Graph amount to one.</summary>
internal sealed class GraphPowers
{
    // The service itself, the same in every directory.
    private const string GraphItself = "00000003-0000-0000-c000-000000000000";

    /// <summary>Reads what most people may read anyhow.</summary>
    private const string DirectoryReaders = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";

    /// <summary>Whoever holds one of these can give itself any directory role, or act as an application that has one.</summary>
    private static readonly FrozenSet<string> Administers = new[]
    {
        "RoleManagement.ReadWrite.Directory", "AppRoleAssignment.ReadWrite.All", "Application.ReadWrite.All", "Directory.ReadWrite.All", "User.ReadWrite.All", "Group.ReadWrite.All",
        "UserAuthenticationMethod.ReadWrite.All", "Policy.ReadWrite.ConditionalAccess", "EntitlementManagement.ReadWrite.All", "PrivilegedAccess.ReadWrite.AzureAD",
        "RoleAssignmentSchedule.ReadWrite.Directory", "RoleEligibilitySchedule.ReadWrite.Directory",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FoundAdministrators held = new();

    /// <summary>Holders of directory roles, by their object ids, as the assignments show them.</summary>
    public Dictionary<string, JsonNode?> Principals { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Of(string id) => held.Of(id, id);

    public static async Task<GraphPowers> ReadAsync(GraphSession graph, GraphChanges changes, CancellationToken cancellation)
    {
        var found = new GraphPowers();
        var roles = await changes.RolesAsync(cancellation);
        await foreach (var assignment in changes.AllAssignments(cancellation))
        {
            var (who, role) = (assignment.Text("principalId") ?? throw new ConnectorFault("Microsoft Graph shows a role that nobody holds.", false), assignment.Text("roleDefinitionId") ?? "");
            if (string.Equals(role, DirectoryReaders, StringComparison.OrdinalIgnoreCase))
                continue;
            found.Add(who, (assignment as JsonObject)?["principal"], roles.GetValueOrDefault(role, role));
            // Whoever is in a group that holds a role holds it, too.
            if (found.Principals[who].Text("@odata.type") == "#microsoft.graph.group")
                await foreach (var member in graph.ListAsync($"groups/{Uri.EscapeDataString(who)}/transitiveMembers?$top=999", cancellation))
                    found.Add(member.Text("id") ?? "", member, roles.GetValueOrDefault(role, role));
        }

        if ((await graph.OneAsync("servicePrincipals", "appId", GraphItself, cancellation)).Text("id") is { } service && await graph.FindAsync($"servicePrincipals/{service}?$select=id,appRoles", cancellation) is { } itself)
        {
            var permissions = itself.List("appRoles").Where(role => role.Text("value") is { } value && Administers.Contains(value)).ToDictionary(role => role.Text("id") ?? "", role => role.Text("value")!, StringComparer.OrdinalIgnoreCase);
            await foreach (var given in graph.ListAsync($"servicePrincipals/{service}/appRoleAssignedTo?$top=999", cancellation))
                if (given.Text("principalId") is { } who && given.Text("appRoleId") is { } role && permissions.TryGetValue(role, out var permission))
                    found.held.Add(who, permission);
        }

        return found;
    }

    private void Add(string who, JsonNode? principal, string role)
    {
        Principals[who] = principal ?? Principals.GetValueOrDefault(who);
        held.Add(who, role);
    }
}
