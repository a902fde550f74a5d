using System.Text;
using NhiPortal.EndToEnd;
using NhiPortal.EndToEnd.Oidc;

namespace NhiPortal.Connectors.Tests;

/// <summary>An OpenLDAP server of the tests' own on loopback ports, with TLS by an authority nobody else trusts.</summary>
public class SlapdTarget : ITarget, IRotatingTarget, IAsyncLifetime
{
    private const string Packages = "slapd";
    private readonly int many;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-slapd-");
    private readonly List<IDisposable> owned = [];
    private LocalCertificates certificates = null!;
    private LocalCertificates others = null!;
    private int plain;
    private int secure;

    public SlapdTarget() : this(Accounts.Many)
    {
    }

    protected SlapdTarget(int many) => this.many = many;

    public ConnectorSettings Settings => At($"ldaps://127.0.0.1:{secure}");

    public ConnectorSettings Acting => ActingAt(secure);

    public ConnectorSettings Looking => Acting with { User = Settings.User, Secret = Settings.Secret };

    public string Group => "staff (all), *";

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

    public ConnectorSettings Behind(int bytes, bool silent) => ActingAt(Own(new FaultyWire(secure, bytes, silent)).Port);

    /// <summary>What the server's own tool finds in its files.</summary>
    public async Task<Seen> LookAsync(string account)
    {
        var found = (await SlapcatAsync($"(uid={LdapSession.Escape(account)})")).SingleOrDefault();
        if (found is null)
            return Seen.Nothing;
        bool In(List<string> group) => group.Any(line => line.StartsWith("member: ", StringComparison.Ordinal) && line["member: ".Length..] == found[0]["dn: ".Length..]);
        var groups = await SlapcatAsync("(objectClass=groupOfNames)");
        return new(
            true, !found.Contains("pwdAccountLockedTime: 000001010000Z"), In(groups.Single(group => group.Contains($"cn: {Group}"))), In(groups.Single(group => group.Contains("cn: admins"))));
    }

    public Task<bool> EnterAsync(string account, string password) =>
        LdapClient.EnterAsync($"ldaps://127.0.0.1:{secure}", certificates.AuthorityFile, $"uid={Escaped(account)},ou=people,dc=home,dc=example", password, folder.FullName);

    public Task<ConnectorSettings> ManyAsync(CancellationToken cancellation) => Task.FromResult(AtMany(secure));

    public Task<ConnectorSettings> CutAsync(CancellationToken cancellation) => Task.FromResult(AtMany(Own(new FaultyWire(secure, 2_000_000, false)).Port));

    public Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation) =>
        Task.FromResult<ConnectorSettings?>(AtMany(Own(new FaultyWire(secure, 2_000_000, true)).Port) with { TimeoutSeconds = 2 });

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
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

    private async Task<List<List<string>>> SlapcatAsync(string filter)
    {
        var file = Path.Combine(folder.FullName, $"{Guid.NewGuid():n}.ldif");
        using var slapcat = new ChildProcess(
            Prerequisite.Require("slapcat", Packages), ["-f", Path.Combine(folder.FullName, "slapd.conf"), "-o", "ldif-wrap=no", "-a", filter, "-l", file], folder.FullName, new Dictionary<string, string>());
        await slapcat.ExitAsync(TimeSpan.FromSeconds(20));
        static string Plain(string line) => line.Split(":: ", 2) is [var name, var value] ? $"{name}: {Encoding.UTF8.GetString(Convert.FromBase64String(value))}" : line;
        return [.. (await File.ReadAllTextAsync(file)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(entry => entry.Split('\n').Select(Plain).SkipWhile(line => !line.StartsWith("dn: ", StringComparison.Ordinal)).ToList()).Where(entry => entry.Count > 0)];
    }

    private ConnectorSettings ActingAt(int port) => At($"ldaps://127.0.0.1:{port}") with
    {
        User = "cn=writer,dc=home,dc=example",
        SearchBase = "ou=people,dc=home,dc=example",
        GroupBase = "ou=groups,dc=home,dc=example",
        AdminGroups = ["cn=admins,ou=groups,dc=home,dc=example"],
    };

    private ConnectorSettings AtMany(int port) => At($"ldaps://127.0.0.1:{port}") with { SearchBase = "ou=many,dc=home,dc=example" };

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
            catch (System.Net.Sockets.SocketException) when (tries < 600 && !owned.OfType<ChildProcess>().Last().HasExited)
            {
                await Task.Delay(100);
            }
            catch (System.Net.Sockets.SocketException error)
            {
                throw new InvalidOperationException($"The server does not listen.\n{owned.OfType<ChildProcess>().Last().Log}", error);
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
        ppolicy_default "cn=locks,dc=home,dc=example"
        limits dn.exact="cn=reader,dc=home,dc=example" size.soft=500 size.hard=500 size.pr=1000 size.prtotal=unlimited
        limits dn.exact="cn=limited,dc=home,dc=example" size.soft=500 size.hard=500 size.pr=500 size.prtotal=700
        access to attrs=userPassword by anonymous auth by dn.exact="cn=writer,dc=home,dc=example" =w by * none
        access to attrs=pwdAccountLockedTime by dn.exact="cn=writer,dc=home,dc=example" write by dn.exact="cn=reader,dc=home,dc=example" read by * none
        access to dn.subtree="ou=people,dc=home,dc=example" by dn.exact="cn=writer,dc=home,dc=example" write by dn.exact="cn=reader,dc=home,dc=example" read by * none
        access to dn.subtree="ou=groups,dc=home,dc=example" attrs=member,memberUid by dn.exact="cn=writer,dc=home,dc=example" write by dn.exact="cn=reader,dc=home,dc=example" read by * none
        access to * by dn.exact="cn=writer,dc=home,dc=example" read by dn.exact="cn=reader,dc=home,dc=example" read by dn.exact="cn=limited,dc=home,dc=example" read by * none

        """;

    private string Entries()
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
        foreach (var user in new[] { "reader", "limited", "writer" })
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
        Entry($"cn={Escaped(Group)},ou=groups,dc=home,dc=example", "groupOfNames", $"cn={Group}", "member=uid=old-admin,ou=people,dc=home,dc=example");
        Entry("uid=locked-a-while,ou=people,dc=home,dc=example", "inetOrgPerson", "uid=locked-a-while", "cn=Locked", "sn=L", "pwdAccountLockedTime=20260101000000Z");
        Entry("uid=founder,ou=people,dc=home,dc=example", "inetOrgPerson", "uid=founder", "cn=Founder", "sn=F");
        Entry("cn=lone,ou=groups,dc=home,dc=example", "groupOfNames", "cn=lone", "member=uid=founder,ou=people,dc=home,dc=example");
        Entry("cn=locks,dc=home,dc=example", "device pwdPolicy", "cn=locks", "pwdAttribute=userPassword", "pwdLockout=TRUE");
        for (var i = 0; i < many; i++)
            Entry($"uid=svc-{i},ou=many,dc=home,dc=example", "account", $"uid=svc-{i}");
        return ldif.ToString();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Escaped(string value) => string.Concat(value.Select(c => ",+\"\\<>;=#".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : $"{c}"));
}

/// <summary>The same directory without the many, for tests that change it.</summary>
public sealed class ActingSlapdTarget() : SlapdTarget(0);
