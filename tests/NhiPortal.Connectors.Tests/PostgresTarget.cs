using System.Globalization;
using NhiPortal.EndToEnd;
using Npgsql;

namespace NhiPortal.Connectors.Tests;

/// <summary>A PostgreSQL cluster of the tests' own on a loopback port; a second one holds the many roles.</summary>
public sealed class PostgresTarget : ITarget, IRotatingTarget, IAsyncLifetime
{
    private const string Packages = "postgresql";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nhiportal-postgres-");
    private readonly List<IDisposable> owned = [];
    private readonly SemaphoreSlim one = new(1);
    private int port;
    private int? manyPort;

    public ConnectorSettings Settings => At(port);

    public IEnumerable<(string Trouble, ConnectorSettings Settings, bool Retryable)> Troubles =>
    [
        ("down", At(LoopbackPort.Next()), true),
        ("wrong password", Settings with { Secret = "wrong-password" }, false),
        ("unknown user", Settings with { User = "nobody" }, false),
        ("unknown database", Settings with { Address = $"postgres://127.0.0.1:{port}/nowhere" }, false),
        ("no secret file", Settings with { Secret = null, SecretFile = "/nowhere/secret" }, false),
        ("TLS not trusted", Settings with { AuthorityFile = OtherAuthority }, false),
        ("silent from the start", At(Own(new FaultyWire(port, 1, true)).Port) with { TimeoutSeconds = 2 }, true),
    ];

    public ConnectorSettings Acting => ActingAt(port);

    public ConnectorSettings Looking => Acting with { User = Settings.User, Secret = Settings.Secret };

    public string Group => "staff \"all\"; --";

    public string Authority { get; private set; } = "";

    private string OtherAuthority { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        var own = new NhiPortal.EndToEnd.Oidc.LocalCertificates(folder.FullName);
        var other = new NhiPortal.EndToEnd.Oidc.LocalCertificates(Directory.CreateDirectory(Path.Combine(folder.FullName, "other")).FullName);
        (Authority, OtherAuthority) = (own.AuthorityFile, other.AuthorityFile);
        port = await StartAsync("small", own);
        await RunAsync(port, $"""
            CREATE ROLE reader LOGIN PASSWORD 'reader-password';
            CREATE ROLE cluster_admins NOLOGIN CREATEROLE;
            CREATE ROLE operators NOLOGIN IN ROLE cluster_admins;
            CREATE ROLE "{Accounts.Nested}" LOGIN IN ROLE operators;
            CREATE ROLE "{Accounts.Disabled}" NOLOGIN SUPERUSER;
            CREATE ROLE "{Accounts.Service}" LOGIN;
            COMMENT ON ROLE "{Accounts.Service}" IS 'Nightly copy, ask {Accounts.Owner}';
            CREATE ROLE "{Accounts.Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}" LOGIN;
            CREATE ROLE "{Accounts.Foreign}" LOGIN;
            CREATE ROLE expired LOGIN VALID UNTIL '2020-01-01';
            CREATE ROLE custom_power NOLOGIN;
            CREATE ROLE lent LOGIN IN ROLE custom_power;
            CREATE ROLE writer LOGIN CREATEROLE PASSWORD 'writer-password';
            CREATE ROLE "{Group.Replace("\"", "\"\"", StringComparison.Ordinal)}" NOLOGIN;
            """);
    }

    public ConnectorSettings Behind(int bytes, bool silent) => ActingAt(Own(new FaultyWire(port, bytes, silent)).Port);

    /// <summary>What the server's own client shows its owner.</summary>
    public async Task<Seen> LookAsync(string account)
    {
        const string look = """
            SELECT rolcanlogin AND coalesce(rolvaliduntil > now(), true), ARRAY(SELECT roleid::regrole::oid FROM pg_auth_members WHERE member = r.oid) @> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = :'held')],
                EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname = 'cluster_admins')
            FROM pg_roles r WHERE rolname = :'account'
            """;
        var script = Path.Combine(folder.FullName, $"look-{Guid.NewGuid():n}.sql");
        await File.WriteAllTextAsync(script, look);
        using var psql = new ChildProcess(
            Prerequisite.Require("psql", Packages), ["-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres", "-d", "postgres", "-At", "-v", $"account={account}", "-v", $"held={Group}", "-f", script],
            folder.FullName, new Dictionary<string, string> { ["PGPASSWORD"] = "owner-password" });
        await psql.ExitAsync(TimeSpan.FromSeconds(20));
        return psql.Log.Trim().Split('|') is [var enabled, var member, var admin] ? new(true, enabled == "t", member == "t", admin == "t") : Seen.Nothing;
    }

    /// <summary>With the server's own client.</summary>
    public async Task<bool> EnterAsync(string account, string password)
    {
        using var psql = new ChildProcess(
            Prerequisite.Require("psql", Packages), ["-h", "127.0.0.1", "-p", $"{port}", "-U", account, "-d", "postgres", "-Atc", "SELECT session_user"], folder.FullName, new Dictionary<string, string> { ["PGPASSWORD"] = password });
        var entered = await psql.EndAsync(TimeSpan.FromSeconds(20)) == 0;
        return entered == psql.Log.Contains("FATAL", StringComparison.Ordinal) ? throw new InvalidOperationException(psql.Log) : entered;
    }

    public Task OwnSomethingAsync(string account) => RunAsync(port, $"CREATE SCHEMA \"of {account}\" AUTHORIZATION \"{account}\"");

    public async Task<ConnectorSettings> ManyAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            if (manyPort is null)
            {
                var started = await StartAsync("many", null);
                await RunAsync(started, string.Create(CultureInfo.InvariantCulture, $"""
                    CREATE ROLE reader LOGIN PASSWORD 'reader-password';
                    DO $$ BEGIN FOR i IN 1..{Accounts.Many} LOOP EXECUTE format('CREATE ROLE %I LOGIN', 'svc-' || i); END LOOP; END $$;
                    """));
                manyPort = started;
            }

            return At(manyPort.Value);
        }
        finally
        {
            one.Release();
        }
    }

    public async Task<ConnectorSettings> CutAsync(CancellationToken cancellation)
    {
        await ManyAsync(cancellation);
        return At(Own(new FaultyWire(manyPort!.Value, 500_000, false)).Port);
    }

    public async Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation)
    {
        await ManyAsync(cancellation);
        return At(Own(new FaultyWire(manyPort!.Value, 500_000, true)).Port) with { TimeoutSeconds = 2 };
    }

    public ValueTask DisposeAsync()
    {
        owned.Reverse();
        owned.ForEach(thing => thing.Dispose());
        folder.Delete(true);
        one.Dispose();
        return ValueTask.CompletedTask;
    }

    private T Own<T>(T thing) where T : IDisposable
    {
        owned.Add(thing);
        return thing;
    }

    private static ConnectorSettings At(int port) => new()
    {
        Kind = "Postgres", Address = $"postgres://127.0.0.1:{port}/postgres", User = "reader", Secret = "reader-password", TimeoutSeconds = 20, AdminGroups = ["custom_power"],
    };

    private static ConnectorSettings ActingAt(int port) => At(port) with { User = "writer", Secret = "writer-password", AdminGroups = ["cluster_admins"] };

    private static Task RunAsync(int port, string sql) => ExecuteAsync($"Host=127.0.0.1;Port={port};Username=postgres;Password=owner-password;Database=postgres;Pooling=False;Command Timeout=120", sql);

    private static async Task ExecuteAsync(string to, string sql)
    {
        await using var connection = new NpgsqlConnection(to);
        for (var tries = 0; ; tries++)
        {
            try
            {
                await connection.OpenAsync();
                break;
            }
            catch (NpgsqlException) when (tries < 150)
            {
                await Task.Delay(100);
            }
        }

        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<int> StartAsync(string name, NhiPortal.EndToEnd.Oidc.LocalCertificates? certificates)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("These tests start servers as Debian has them.");
        var home = Directory.CreateDirectory(Path.Combine(folder.FullName, name)).FullName;
        var (data, secret) = (Path.Combine(home, "data"), Path.Combine(home, "secret"));
        await File.WriteAllTextAsync(secret, "owner-password");
        List<string> tls = [];
        if (certificates is not null)
        {
            File.Copy(certificates.CertificateFile, Path.Combine(home, "server.crt"));
            File.Copy(certificates.KeyFile, Path.Combine(home, "server.key"));
            tls = ["-c", "ssl=on", "-c", $"ssl_cert_file={home}/server.crt", "-c", $"ssl_key_file={home}/server.key"];
            File.SetUnixFileMode(Path.Combine(home, "server.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        // The server refuses to run as root.
        File.SetUnixFileMode(folder.FullName, File.GetUnixFileMode(folder.FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        if (Environment.IsPrivilegedProcess)
            await Own(new ChildProcess(Prerequisite.Require("chown", "coreutils"), ["-R", "nobody", home], home, Nothing)).ExitAsync(TimeSpan.FromSeconds(10));
        await Own(Start("initdb", ["-D", data, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={secret}", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"], home)).ExitAsync(TimeSpan.FromMinutes(1));
        var at = LoopbackPort.Next();
        Own(Start("postgres", ["-D", data, "-p", $"{at}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={home}", "-c", "fsync=off", "-c", "full_page_writes=off", .. tls], home));
        return at;
    }

    private static ChildProcess Start(string program, string[] arguments, string home)
    {
        var path = Prerequisite.Require(program, Packages);
        return Environment.IsPrivilegedProcess
            ? new(Prerequisite.Require("setpriv", "util-linux"), ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", path, .. arguments], home, Nothing)
            : new(path, arguments, home, Nothing);
    }

    private static Dictionary<string, string> Nothing => [];
}
