using NhiPortal.EndToEnd;

namespace NhiPortal.Connectors.Tests;

/// <summary>A real target that accounts sign in to, tried with a client that shares nothing with the connector.</summary>
public interface IRotatingTarget : IActingTarget
{
    /// <summary>Whether the server lets the account in with this password.</summary>
    Task<bool> EnterAsync(string account, string password);
}

/// <summary>OpenLDAP's own client.</summary>
internal static class LdapClient
{
    private const int InvalidCredentials = 49;

    public static async Task<bool> EnterAsync(string address, string authority, string name, string password, string folder)
    {
        using var client = new ChildProcess(
            Prerequisite.Require("ldapsearch", "ldap-utils"), ["-x", "-H", address, "-D", name, "-w", password, "-s", "base", "-b", "", "supportedLDAPVersion"], folder, new Dictionary<string, string> { ["LDAPTLS_CACERT"] = authority });
        return await client.EndAsync(TimeSpan.FromSeconds(20)) switch
        {
            0 => true,
            InvalidCredentials => false,
            var other => throw new InvalidOperationException($"ldapsearch ended with {other}: {client.Log}"),
        };
    }
}
