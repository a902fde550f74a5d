using System.Security.Claims;
using NhiPortal.Shell;

namespace NhiPortal.Tests.Shell;

public class NavEntryTests
{
    [Theory]
    [InlineData(null, false, false)]
    [InlineData("Auditor", true, false)]
    [InlineData("SecurityOperations", true, false)]
    [InlineData("Administrator", true, true)]
    public void VisibleTo_Role_SeesItsOwnLines(string? role, bool audit, bool administration)
    {
        Claim[] claims = role is null ? [] : [new(ClaimTypes.Role, role)];
        var person = new ClaimsPrincipal(new ClaimsIdentity(claims, "test"));
        var seen = NavEntry.All.Where(e => e.VisibleTo(person)).Select(e => e.Href).ToHashSet();
        Assert.Superset(new HashSet<string> { "/", "/inbox", "/requests", "/grants", "/owners", "/integrations", "/targets" }, seen);
        Assert.Equal(audit, seen.Contains("/audit"));
        Assert.Equal(administration, seen.Contains("/administration"));
    }

    [Fact]
    public void VisibleTo_Nobody_SeesNothing() =>
        Assert.DoesNotContain(NavEntry.All, e => e.VisibleTo(new ClaimsPrincipal(new ClaimsIdentity())));
}
