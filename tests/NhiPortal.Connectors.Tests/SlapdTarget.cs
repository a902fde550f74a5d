using System.Text;
using NhiPortal.EndToEnd;
using NhiPortal.EndToEnd.Oidc;

namespace NhiPortal.Connectors.Tests;

/// <summary>An OpenLDAP server of the tests' own on loopback ports, with TLS by an authority nobody else trusts.</summary>
public sealed class SlapdTarget : ITarget, IAsyncLifetime
{
    private const string Packages = "slapd";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-slapd-");
    private readonly List<IDisposable> owned = [];
    private LocalCertificates certificates = null!;
    private LocalCertificates others = null!;
    private int plain;
    private int secure;

    public ConnectorSettings Settings => At($"ldaps://127.0.0.1:{secure}");

    public ConnectorSettings StartTls => At($"ldap://127.0.0.1:{plain}");

    public IEnumerable<(string Trouble, ConnectorSettings Settings, bool Retryable)> Troubles =>
    [
        ("down", At($"ldaps://127.0.0.1:{LoopbackPort.Next()}"), true),
        ("wrong password", Settings with { Secret = "wrong-password" }, false),
        ("wrong password over StartTLS", StartTls with { Secret = "wrong-password" }, false),
        ("empty password", Settings with { Secret = "" }, false),
        ("StartTLS not trusted", StartTls with { AuthorityFile = others.AuthorityFile }, true),
        ("TLS not trusted", Settings with { AuthorityFile = others.AuthorityFile }, true),
        ("no authority file", Settings with { AuthorityFile = "/nowhere/authority.pem" }, false),
        ("unknown base", Settings with { SearchBase = "ou=nowhere,dc=home,dc=example" }, false),
        ("broken filter", Settings with { AccountFilter = "(&(objectClass=*)" }, false),
        ("group not there", Settings with { AdminGroups = ["cn=nowhere,ou=groups,dc=home,dc=example"] }, false),
        ("group is a person", Settings with { AdminGroups = ["cn=reader,dc=home,dc=example"] }, false),
        ("sends only a part", Settings with { User = "cn=limited,dc=home,dc=example", SearchBase = "ou=many,dc=home,dc=example" }, false),
        ("silent from the start", At($"ldaps://127.0.0.1:{Own(new FaultyWire(secure, 1, true)).Port}") with { TimeoutSeconds = 2 }, true),
        ("silent before StartTLS", At($"ldap://127.0.0.1:{Own(new FaultyWire(plain, 1, true)).Port}") with { TimeoutSeconds = 2 }, true),
    ];

    public async ValueTask InitializeAsync()
    {
        var slapd = Prerequisite.Require("slapd", Packages);
        certificates = new(folder.FullName);
        others = new(Directory.CreateDirectory(Path.Combine(folder.FullName, "other")).FullName);
        Directory.CreateDirectory(Path.Combine(folder.FullName, "data"));
        (plain, secure) = (LoopbackPort.Next(), LoopbackPort.Next());
        var (configuration, entries) = (Path.Combine(folder.FullName, "slapd.conf"), Path.Combine(folder.FullName, "entries.ldif"));
        await File.WriteAllTextAsync(configuration, Configuration());
        await File.WriteAllTextAsync(entries, Entries());
        using (var filled = new ChildProcess(slapd, ["-T", "add", "-q", "-f", configuration, "-l", entries], folder.FullName, new Dictionary<string, string>()))
            await filled.ExitAsync(TimeSpan.FromMinutes(2));
        Own(new ChildProcess(slapd, ["-d", "0", "-f", configuration, "-h", $"ldap://127.0.0.1:{plain}/ ldaps://127.0.0.1:{secure}/"], folder.FullName, new Dictionary<string, string>()));
        await UntilListeningAsync();
    }

    public Task<ConnectorSettings> ManyAsync(CancellationToken cancellation) => Task.FromResult(Many(secure));

    public Task<ConnectorSettings> CutAsync(CancellationToken cancellation) => Task.FromResult(Many(Own(new FaultyWire(secure, 2_000_000, false)).Port));

    public Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation) =>
        Task.FromResult<ConnectorSettings?>(Many(Own(new FaultyWire(secure, 2_000_000, true)).Port) with { TimeoutSeconds = 2 });

    public ValueTask DisposeAsync()
    {
        owned.Reverse();
        owned.ForEach(thing => thing.Dispose());
        folder.Delete(true);
        return ValueTask.CompletedTask;
    }

    private T Own<T>(T thing) where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    private ConnectorSettings Many(int port) => At($"ldaps://127.0.0.1:{port}") with { SearchBase = "ou=many,dc=home,dc=example" };

    private ConnectorSettings At(string address) => new()
    {
        Kind = "Ldap", Address = address, User = "cn=reader,dc=home,dc=example", Secret = "reader-password", AuthorityFile = certificates.AuthorityFile, TimeoutSeconds = 15,
        SearchBase = "ou=people,dc=home,dc=example", AdminGroups = ["cn=admins,ou=groups,dc=home,dc=example", "cn=wheel,ou=groups,dc=home,dc=example"],
    };

    private async Task UntilListeningAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new System.Net.Sockets.TcpClient();
                await client.ConnectAsync("127.0.0.1", secure);
                return;
            }
            catch (System.Net.Sockets.SocketException) when (tries < 150)
            {
                await Task.Delay(100);
            }
        }
    }

    private string Configuration() => $"""
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        include /etc/ldap/schema/nis.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb
        moduleload ppolicy
        pidfile {folder.FullName}/slapd.pid
        TLSCACertificateFile {certificates.AuthorityFile}
        TLSCertificateFile {certificates.CertificateFile}
        TLSCertificateKeyFile {certificates.KeyFile}
        database mdb
        maxsize 1073741824
        suffix "dc=home,dc=example"
        rootdn "cn=root,dc=home,dc=example"
        directory {folder.FullName}/data
        index objectClass eq
        overlay ppolicy
        limits dn.exact="cn=reader,dc=home,dc=example" size.soft=500 size.hard=500 size.pr=1000 size.prtotal=unlimited
        limits dn.exact="cn=limited,dc=home,dc=example" size.soft=500 size.hard=500 size.pr=500 size.prtotal=700
        access to attrs=userPassword by anonymous auth by * none
        access to * by dn.exact="cn=reader,dc=home,dc=example" read by dn.exact="cn=limited,dc=home,dc=example" read by * none

        """;

    private static string Entries()
    {
        var ldif = new StringBuilder();
        void Entry(string name, string classes, params string[] attributes)
        {
            ldif.Append("dn:: ").AppendLine(Base64(name));
            foreach (var line in classes.Split(' ').Select(c => $"objectClass={c}").Concat(attributes))
                ldif.Append(line[..line.IndexOf('=', StringComparison.Ordinal)]).Append(":: ").AppendLine(Base64(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]));
            ldif.AppendLine();
        }

        Entry("dc=home,dc=example", "dcObject organization", "o=Home", "dc=home");
        foreach (var unit in new[] { "people", "groups", "many" })
            Entry($"ou={unit},dc=home,dc=example", "organizationalUnit", $"ou={unit}");
        foreach (var user in new[] { "reader", "limited" })
            Entry($"cn={user},dc=home,dc=example", "organizationalRole simpleSecurityObject", $"cn={user}", "userPassword=reader-password");
        Entry("uid=adm-lina,ou=people,dc=home,dc=example", "inetOrgPerson", "uid=adm-lina", "cn=Lina", "sn=L", "mail=lina@home.example");
        Entry("uid=old-admin,ou=people,dc=home,dc=example", "inetOrgPerson", "uid=old-admin", "cn=Old", "sn=O", "pwdAccountLockedTime=000001010000Z");
        Entry("uid=svc-backup,ou=people,dc=home,dc=example", "account", "uid=svc-backup", $"description=Nightly copy, ask {Accounts.Owner}");
        Entry($"uid={Escaped(Accounts.Hostile)},ou=people,dc=home,dc=example", "inetOrgPerson", $"uid={Accounts.Hostile}", "cn=Hostile", "sn=H", "manager=uid=adm-lina,ou=people,dc=home,dc=example");
        Entry($"uid={Accounts.Foreign},ou=people,dc=home,dc=example", "account", $"uid={Accounts.Foreign}");
        // A group that holds a group that holds the first again.
        Entry("cn=admins,ou=groups,dc=home,dc=example", "groupOfNames", "cn=admins", "member=cn=operators,ou=groups,dc=home,dc=example");
        Entry("cn=operators,ou=groups,dc=home,dc=example", "groupOfNames", "cn=operators", "member=UID=adm-lina,OU=people,dc=home,dc=example", "member=cn=admins,ou=groups,dc=home,dc=example");
        Entry("cn=wheel,ou=groups,dc=home,dc=example", "posixGroup", "cn=wheel", "gidNumber=10", "memberUid=old-admin");
        for (var i = 0; i < Accounts.Many; i++)
            Entry($"uid=svc-{i},ou=many,dc=home,dc=example", "account", $"uid=svc-{i}");
        return ldif.ToString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Escaped(string value) => string.Concat(value.Select(c => ",+\"\\<>;=#".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
}
