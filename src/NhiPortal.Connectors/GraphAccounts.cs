using System.Text.Json.Nodes;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Connectors;

/// <summary>Principals of a directory as accounts.</summary>
internal static class GraphAccounts
{
    /// <summary>The directory that Microsoft's own applications are from; hundreds of them are in every other.</summary>
    private const string Microsoft = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

    /// <summary>Null for one of Microsoft's own that holds nothing and that nobody gave a secret.</summary>
    public static FoundAccount? Service(JsonNode service, JsonNode? application, GraphPowers powers)
    {
        var id = service.Text("id") ?? "";
        List<string> roles = [.. powers.Of(id)];
        var (secrets, keys) = (Of("passwordCredentials"), Of("keyCredentials"));
        if (service.Text("appOwnerOrganizationId") == Microsoft && roles.Count == 0 && secrets.Count + keys.Count == 0)
            return null;
        List<JsonNode> all = [.. secrets, .. keys];
        return new()
        {
            Id = id,
            Name = service.Text("appId") ?? "",
            DisplayName = service.Text("displayName"),
            Kind = AccountKind.ServiceAccount,
            Enabled = service.Flag("accountEnabled") ?? true,
            Administrator = roles.Count > 0,
            Roles = roles,
            CanDo = $"{Can(roles)} Has {secrets.Count} client secrets and {keys.Count} certificates.",
            OwnerHint = service.Text("notes"),
            SecretSetAt = all.Max(one => one.Time("startDateTime")),
            SecretEndsAt = all.Max(one => one.Time("endDateTime")),
        };

        List<JsonNode> Of(string list) => [.. service.List(list), .. application.List(list)];
    }

    /// <summary>A person, a group, or what is not shown any more and still holds a role.</summary>
    public static FoundAccount Other(string id, JsonNode? principal, GraphPowers powers)
    {
        List<string> roles = [.. powers.Of(id)];
        var person = principal.Text("@odata.type") == "#microsoft.graph.user";
        return new()
        {
            Id = id,
            Name = principal.Text("userPrincipalName") ?? principal.Text("displayName") ?? id,
            DisplayName = principal.Text("displayName"),
            Kind = person ? AccountKind.Person : AccountKind.Unknown,
            Enabled = principal.Flag("accountEnabled") ?? true,
            Administrator = true,
            Roles = roles,
            CanDo = $"{Can(roles)}{(person ? "" : " It is a group or was deleted; who is in it is not read.")}",
        };
    }

    private static string Can(List<string> roles) => roles.Count == 0 ? "Holds no directory role." : $"Holds {string.Join(", ", roles)}.";
}
