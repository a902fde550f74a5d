using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NhiPortal.EndToEnd;
using NhiPortal.EndToEnd.Oidc;

namespace NhiPortal.Connectors.Tests;

/// <summary>
/// An Active Directory of the tests' own, by Samba. Its ports are fixed, so each has a loopback address to itself; the
/// account that changes things has delegated rights on one unit and the membership of two groups.
/// </summary>
public sealed class SambaTarget : IRotatingTarget, IAsyncLifetime
{
    private const string Packages = "samba-ad-dc samba-ad-provision";
    private const string Password = "Portal-password-1";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-samba-");
    private readonly IPAddress address = new([127, (byte)Random.Shared.Next(10, 250), (byte)Random.Shared.Next(1, 250), (byte)Random.Shared.Next(1, 250)]);
    private readonly List<IDisposable> owned = [];
    private LocalCertificates certificates = null!;

    public ConnectorSettings Acting => At($"ldaps://{address}:636");

    public ConnectorSettings Looking => Acting with { User = "looker@home.example" };

    public string Group => "staff (all), *";

    public ConnectorSettings Behind(int bytes, bool silent) => At($"ldaps://127.0.0.1:{Own(new FaultyWire(new IPEndPoint(address, 636), bytes, silent)).Port}");

    /// <summary>What the server's own library finds in its files.</summary>
    public async Task<Seen> LookAsync(string account)
    {
        using var looked = Python(Look, account, Group);
        await looked.ExitAsync(TimeSpan.FromSeconds(30));
        return JsonSerializer.Deserialize<Seen>(looked.Log.Trim().Split('\n')[^1])!;
    }

    public Task<bool> EnterAsync(string account, string password) => LdapClient.EnterAsync($"ldaps://{address}:636", certificates.AuthorityFile, $"CN={account},OU=people,DC=home,DC=example", password, folder.FullName);

    /// <summary>Makes the tests' group the account's primary one, which lists nobody.</summary>
    public async Task MakePrimaryAsync(string account)
    {
        using var made = Python(Primary, account, Group);
        await made.ExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Calls the account otherwise.</summary>
    public async Task RenameAsync(string account, string name)
    {
        using var renamed = Python(Rename, account, name);
        await renamed.ExitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The server as pulled out of its socket, and back.</summary>
    public void Stop() => owned.OfType<ChildProcess>().Last().Kill();

    public Task StartAsync()
    {
        Own(Run("samba", ["-F", "--no-process-group", "-M", "single", "-s", Configuration, "--debug-stdout"]));
        return UntilListeningAsync();
    }

    public async ValueTask InitializeAsync()
    {
        Prerequisite.Require("samba", Packages);
        if (!Directory.Exists("/usr/share/samba/setup"))
            Prerequisite.Missing($"Samba's setup files are not installed: apt-get install {Packages}");
        if (!Environment.IsPrivilegedProcess)
            Prerequisite.Missing("Samba's ports are below 1024, which only root may open here.");
        certificates = new(folder.FullName, address);
        // It takes a key only from a file nobody else can read.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(certificates.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (var provisioned = Run("samba-tool",
            [
                "domain", "provision", "--realm=HOME.EXAMPLE", "--domain=HOME", "--server-role=dc", "--dns-backend=NONE", $"--adminpass={Password}",
                $"--targetdir={folder.FullName}", $"--host-ip={address}", "--host-name=dc1", $"--option=posix:eadb={folder.FullName}/eadb.tdb",
            ]))
            await provisioned.ExitAsync(TimeSpan.FromMinutes(2));
        var run = Directory.CreateDirectory(Path.Combine(folder.FullName, "run")).FullName;
        await File.WriteAllTextAsync(Configuration, $"""
            [global]
            netbios name = DC1
            realm = HOME.EXAMPLE
            workgroup = HOME
            server role = active directory domain controller
            server services = ldap
            interfaces = {address}/8
            bind interfaces only = yes
            private dir = {folder.FullName}/private
            lock directory = {folder.FullName}
            state directory = {folder.FullName}/state
            cache directory = {folder.FullName}/cache
            pid directory = {run}
            ncalrpc dir = {run}/ncalrpc
            winbindd socket directory = {run}/winbind
            ntp signd socket directory = {run}/ntp
            log file = {folder.FullName}/log
            tls cafile = {certificates.AuthorityFile}
            tls certfile = {certificates.CertificateFile}
            tls keyfile = {certificates.KeyFile}
            old password allowed period = 0
            posix:eadb = {folder.FullName}/eadb.tdb

            """);
        using (var filled = Python(Fill, Password, Group))
            await filled.ExitAsync(TimeSpan.FromMinutes(1));
        await StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        owned.Reverse();
        owned.ForEach(thing => thing.Dispose());
        folder.Delete(true);
        return ValueTask.CompletedTask;
    }

    private string Configuration => Path.Combine(folder.FullName, "etc", "smb.conf");

    private ConnectorSettings At(string where) => new()
    {
        Kind = "Ldap", Address = where, User = "portal@home.example", Secret = Password, AuthorityFile = certificates.AuthorityFile, TimeoutSeconds = 15,
        SearchBase = "OU=people,DC=home,DC=example", GroupBase = "DC=home,DC=example", AdminGroups = ["CN=Domain Admins,CN=Users,DC=home,DC=example"],
    };

    private async Task UntilListeningAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address, 636);
                return;
            }
            catch (SocketException) when (tries < 600 && !owned.OfType<ChildProcess>().Last().HasExited)
            {
                await Task.Delay(100);
            }
            catch (SocketException error)
            {
                throw new InvalidOperationException($"The server does not listen.\n{owned.OfType<ChildProcess>().Last().Log}", error);
            }
        }
    }

    private T Own<T>(T thing) where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    private ChildProcess Run(string program, string[] arguments) => new(Prerequisite.Require(program, Packages), arguments, folder.FullName, new Dictionary<string, string>());

    // Debian's own, which is the one that Samba's modules belong to.
    private ChildProcess Python(string script, params string[] arguments) => Run("/usr/bin/python3", ["-c", Open + script, Configuration, $"{folder.FullName}/private/sam.ldb", .. arguments]);

    private const string Open = """
        import sys, json, ldb
        from samba.samdb import SamDB
        from samba.auth import system_session
        from samba.param import LoadParm
        lp = LoadParm(); lp.load(sys.argv[1])
        db = SamDB(url=sys.argv[2], session_info=system_session(), lp=lp)

        """;

    private const string Fill = """
        from samba.sd_utils import SDUtils
        password, group = sys.argv[3], sys.argv[4]
        db.add({'dn': 'OU=people,DC=home,DC=example', 'objectClass': 'organizationalUnit'})
        for user in ('portal', 'looker'): db.newuser(user, password)
        dn = ldb.Dn(db, 'CN=Users,DC=home,DC=example'); dn.add_child('CN=x'); dn.set_component(0, 'CN', group)
        db.add({'dn': str(dn), 'objectClass': 'group', 'sAMAccountName': 'staff'})
        db.newgroup('operators')
        sid = str(db.schema_format_value('objectSid', db.search(expression='(sAMAccountName=portal)', attrs=['objectSid'])[0]['objectSid'][0]).decode())
        sd = SDUtils(db)
        sd.dacl_add_ace('OU=people,DC=home,DC=example', f'(A;CI;GA;;;{sid})')
        for held in (str(dn), 'CN=Domain Admins,CN=Users,DC=home,DC=example'):
            sd.dacl_add_ace(held, f'(OA;;WP;bf9679c0-0de6-11d0-a285-00aa003049e2;;{sid})')
        """;

    private const string Primary = """
        dn = db.search(base='DC=home,DC=example', expression=f'(sAMAccountName={ldb.binary_encode(sys.argv[3])})', attrs=[])[0].dn
        group = db.search(base='DC=home,DC=example', expression='(sAMAccountName=staff)', attrs=['objectSid'])[0]
        rid = str(db.schema_format_value('objectSid', group['objectSid'][0]).decode()).rsplit('-', 1)[1]
        db.modify_ldif(f'dn: {group.dn}\nchangetype: modify\nadd: member\nmember: {dn}\n')
        db.modify_ldif(f'dn: {dn}\nchangetype: modify\nreplace: primaryGroupID\nprimaryGroupID: {rid}\n')
        """;

    private const string Rename = """
        db.modify_ldif(f'dn: CN={sys.argv[3]},OU=people,DC=home,DC=example\nchangetype: modify\nreplace: sAMAccountName\nsAMAccountName: {sys.argv[4]}\n')
        """;

    private const string Look = """
        found = db.search(base='DC=home,DC=example', expression=f'(sAMAccountName={ldb.binary_encode(sys.argv[3])})', attrs=['userAccountControl', 'memberOf'])
        held = [str(g) for g in found[0].get('memberOf', [])] if found else []
        named = [str(ldb.Dn(db, g).get_component_value(0)) for g in held]
        print(json.dumps({'Exists': bool(found), 'Enabled': bool(found) and not int(str(found[0]['userAccountControl'])) & 2, 'Member': sys.argv[4] in named, 'Administrator': 'Domain Admins' in named}))
        """;
}
