using NhiPortal.Connectors.Tests;

namespace NhiPortal.EndToEnd.Stories;

/// <summary>A real directory, looked at and changed by its own server's clients: what they see, the portal did not say.</summary>
public sealed class ReviewedDirectory : IAsyncLifetime
{
    private const string Packages = "ldap-utils", Admins = "cn=admins,ou=groups,dc=home,dc=example";
    private readonly ActingSlapdTarget server = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-reviewed-");

    /// <summary>How a portal is told that the corporate directory is this one, and that it may act there.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Connectors:corp-directory:Kind"] = "Ldap",
        ["Connectors:corp-directory:Address"] = server.Acting.Address!,
        ["Connectors:corp-directory:User"] = server.Acting.User!,
        ["Connectors:corp-directory:Secret"] = server.Acting.Secret!,
        ["Connectors:corp-directory:AuthorityFile"] = server.Acting.AuthorityFile!,
        ["Connectors:corp-directory:SearchBase"] = server.Acting.SearchBase!,
        ["Connectors:corp-directory:GroupBase"] = server.Acting.GroupBase!,
        ["Connectors:corp-directory:AdminGroups:0"] = Admins,
    };

    public ValueTask InitializeAsync() => server.InitializeAsync();

    /// <summary>Somebody made this account an administrator by hand, long ago.</summary>
    public async Task AddAdministratorAsync(string account)
    {
        var ldif = Path.Combine(folder.FullName, "account.ldif");
        await File.WriteAllTextAsync(ldif, $"""
            dn: {Name(account)}
            objectClass: inetOrgPerson
            uid: {account}
            cn: {account}
            sn: {account}

            dn: {Admins}
            changetype: modify
            add: member
            member: {Name(account)}

            """);
        await RunAsync("ldapmodify", "-a", "-f", ldif);
    }

    public async Task<bool> IsAdministratorAsync(string account) =>
        (await RunAsync("ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b", Admins, "-s", "base", "member")).Contains($"member: {Name(account)}", StringComparison.OrdinalIgnoreCase);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        folder.Delete(true);
    }

    private static string Name(string account) => $"uid={account},ou=people,dc=home,dc=example";

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var acting = server.Acting;
        using var client = new ChildProcess(
            Prerequisite.Require(program, Packages), ["-x", "-H", acting.Address!, "-D", acting.User!, "-w", acting.Secret!, .. arguments], folder.FullName,
            new Dictionary<string, string> { ["LDAPTLS_CACERT"] = acting.AuthorityFile! });
        await client.ExitAsync(TimeSpan.FromSeconds(20));
        return client.Log;
    }
}
