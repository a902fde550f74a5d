using System.Security.Claims;
using NhiPortal.Domain;
using NhiPortal.SignIn;

namespace NhiPortal.Shell;

/// <summary>The roles of people, in the words the screens use for them.</summary>
public static class RoleWords
{
    public static string For(string role) => Enum.TryParse<Role>(role, out var known) ? known.Title() : role;

    /// <summary>The person's roles in words; without one, a person sees what they own.</summary>
    public static IReadOnlyList<string> Of(ClaimsPrincipal person)
    {
        var held = Enum.GetValues<Role>().Where(role => person.IsInRole(role.ToString())).Select(role => role.Title()).ToArray();
        return held.Length > 0 ? held : ["No role: sees what they own"];
    }
}
