using System.Security.Claims;

namespace NhiPortal.Shell;

/// <summary>The roles of people, in the words the screens use for them.</summary>
public static class RoleWords
{
    private static readonly (string Role, string Words)[] Known =
    [
        ("Administrator", "Administrator"), ("IamStaff", "IAM staff"),
        ("SecurityOperations", "Security operations"), ("Auditor", "Auditor")
    ];

    public static string For(string role) => Known.FirstOrDefault(k => k.Role == role).Words ?? role;

    /// <summary>The person's roles in words; an owner holds none of them and is called so.</summary>
    public static IReadOnlyList<string> Of(ClaimsPrincipal person)
    {
        var held = Known.Where(k => person.IsInRole(k.Role)).Select(k => k.Words).ToArray();
        return held.Length > 0 ? held : ["Owner"];
    }
}
