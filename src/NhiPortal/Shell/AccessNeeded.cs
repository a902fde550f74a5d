using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;

namespace NhiPortal.Shell;

/// <summary>Says in plain words which role a page asks for.</summary>
public static class AccessNeeded
{
    public static async Task<string> SentenceAsync(Type page, IAuthorizationPolicyProvider policies)
    {
        var asked = page.GetCustomAttributes<AuthorizeAttribute>(inherit: true).ToArray();
        var policy = await AuthorizationPolicy.CombineAsync(policies, asked);
        var roles = policy?.Requirements.OfType<RolesAuthorizationRequirement>()
            .Select(r => OneOf(r.AllowedRoles.Select(RoleWords.For).ToArray())).ToArray() ?? [];
        return roles.Length == 0
            ? "You do not have what this page asks for."
            : $"You need the role {string.Join(", and also ", roles)} to open it.";
    }

    private static string OneOf(string[] words) =>
        words.Length == 1 ? words[0] : string.Join(", ", words[..^1]) + " or " + words[^1];
}
