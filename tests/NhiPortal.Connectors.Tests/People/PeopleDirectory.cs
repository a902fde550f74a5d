using System.DirectoryServices.Protocols;
using System.Net;
using System.Text;
using NhiPortal.Connectors.People;
using NhiPortal.EndToEnd;
using NhiPortal.EndToEnd.Oidc;

namespace NhiPortal.Connectors.Tests.People;

/// <summary>A real OpenLDAP server with people, a group with a mail address, and the attributes Active Directory says the same with.</summary>
public sealed class PeopleDirectory : IAsyncLifetime
{
    public const int Many = 1200;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-people-");
    private LocalCertificates certificates = null!;
    private ChildProcess? server;
    private int port;

    public LdapPeopleSettings Settings => new()
    {
        Address = $"ldap://127.0.0.1:{port}",
        User = "cn=reader,dc=home,dc=example",
        Secret = "reader-password",
        AuthorityFile = certificates.AuthorityFile,
        SearchBase = "ou=people,dc=home,dc=example",
        DisabledAttribute = "employeeType",
        PageSize = 100,
    };

    public async ValueTask InitializeAsync()
    {
        var slapd = Prerequisite.Require("slapd", "slapd");
        certificates = new(folder.FullName);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "data"));
        port = LoopbackPort.Next();
        var (configuration, entries) = (Path.Combine(folder.FullName, "slapd.conf"), Path.Combine(folder.FullName, "entries.ldif"));
        await File.WriteAllTextAsync(configuration, Configuration());
        await File.WriteAllTextAsync(entries, Entries());
        using (var filled = new ChildProcess(slapd, ["-T", "add", "-q", "-f", configuration, "-l", entries], folder.FullName, new Dictionary<string, string>()))
            await filled.ExitAsync(TimeSpan.FromMinutes(2));
        server = new ChildProcess(slapd, ["-d", "0", "-f", configuration, "-h", $"ldap://127.0.0.1:{port}/"], folder.FullName, new Dictionary<string, string>());
        await UntilListeningAsync();
    }

    /// <summary>Sets an attribute of a person as the directory's own administrator would.</summary>
    public void Set(string uid, string attribute, string value) => Send(new ModifyRequest($"uid={uid},ou=people,dc=home,dc=example", DirectoryAttributeOperation.Replace, attribute, value));

    public void Remove(string uid) => Send(new DeleteRequest($"uid={uid},ou=people,dc=home,dc=example"));

    public ValueTask DisposeAsync()
    {
        server?.Dispose();
        folder.Delete(true);
        return ValueTask.CompletedTask;
    }

    private void Send(DirectoryRequest request)
    {
        using var connection = new LdapConnection(new LdapDirectoryIdentifier("127.0.0.1", port)) { AuthType = AuthType.Basic };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.Bind(new NetworkCredential("cn=root,dc=home,dc=example", "root-password"));
        connection.SendRequest(request);
    }

    private async Task UntilListeningAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (tries < 150)
            {
                await Task.Delay(100);
            }
        }
    }

    private string Configuration() => $$"""
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
        attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
        objectclass ( 1.3.6.1.4.1.55555.1 NAME 'adLike' AUXILIARY MAY ( userAccountControl $ objectGUID ) )
        modulepath /usr/lib/ldap
        moduleload back_mdb
        pidfile {{folder.FullName}}/slapd.pid
        TLSCACertificateFile {{certificates.AuthorityFile}}
        TLSCertificateFile {{certificates.CertificateFile}}
        TLSCertificateKeyFile {{certificates.KeyFile}}
        database mdb
        maxsize 1073741824
        suffix "dc=home,dc=example"
        rootdn "cn=root,dc=home,dc=example"
        rootpw root-password
        directory {{folder.FullName}}/data
        index objectClass eq
        limits dn.exact="cn=reader,dc=home,dc=example" size.soft=100 size.hard=100 size.pr=1000 size.prtotal=unlimited
        access to attrs=userPassword by anonymous auth by * none
        access to * by dn.exact="cn=reader,dc=home,dc=example" read by * none

        """;

    private static string Entries()
    {
        var ldif = new StringBuilder();
        void Entry(string name, string classes, params string[] attributes)
        {
            ldif.Append("dn: ").AppendLine(name);
            foreach (var kind in classes.Split(' '))
                ldif.Append("objectClass: ").AppendLine(kind);
            foreach (var line in attributes)
                ldif.AppendLine(line);
            ldif.AppendLine();
        }

        void Person(string uid, string name, params string[] more) => Entry(
            $"uid={uid},ou=people,dc=home,dc=example", "inetOrgPerson adLike", ["uid: " + uid, "cn: " + uid, "sn: " + uid, $"displayName:: {Base64(name)}", $"mail: {uid}@home.example", .. more]);

        Entry("dc=home,dc=example", "dcObject organization", "o: Home", "dc: home");
        Entry("ou=people,dc=home,dc=example", "organizationalUnit", "ou: people");
        Entry("ou=many,dc=home,dc=example", "organizationalUnit", "ou: many");
        Entry("cn=reader,dc=home,dc=example", "organizationalRole simpleSecurityObject", "cn: reader", "userPassword: reader-password");
        Person("sam", "Sam Strømme", "manager: UID=mia, OU=people, dc=home,dc=example");
        Person("mia", "Mia");
        Person("old", "Old", "employeeType: TRUE");
        Person("locked", "Locked", "userAccountControl: 514", $"objectGUID:: {Convert.ToBase64String(new Guid("11111111-2222-3333-4444-555555555555").ToByteArray())}");
        Person("usual", "Usual", "userAccountControl: 512", "manager: uid=gone,ou=people,dc=home,dc=example");
        Entry("cn=owners,ou=people,dc=home,dc=example", "groupOfNames extensibleObject", "cn: owners", "mail: owners@home.example", "member: uid=mia,ou=people,dc=home,dc=example");
        for (var i = 0; i < Many; i++)
            Entry($"uid=p{i},ou=many,dc=home,dc=example", "inetOrgPerson", $"uid: p{i}", $"cn: P {i}", "sn: P", $"mail: p{i}@home.example");
        return ldif.ToString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
