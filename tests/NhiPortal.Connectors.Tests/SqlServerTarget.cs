using System.Net;
using Microsoft.Data.SqlClient;

namespace NhiPortal.Connectors.Tests;

/// <summary>
/// A SQL Server that somebody lends: it is not among Debian's programs, so none is installed. It must be for these tests
/// alone, on this machine, and is left with their logins.
/// </summary>
public sealed class SqlServerTarget : ITarget, IRotatingTarget, IAsyncLifetime
{
    public const string Variable = "NHIPORTAL_TEST_SQLSERVER";

    public const string HowTo = $"No SQL Server is given. Set {Variable} to the connection string of a sysadmin on one for tests alone, such as \"Server=127.0.0.1,1433;User ID=sa;Password=…;TrustServerCertificate=true\".";

    /// <summary>Without the backslash, which only Windows logins may have.</summary>
    public const string Hostile = "=x' OR \"1\"=\"1\"]; --*)(uid=*2a,cn=root%s$1{0}";

    private const string Password = "aA1-password-of-the-test";
    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);
    private readonly List<FaultyWire> wires = [];
    private readonly SemaphoreSlim one = new(1);
    private bool many;

    public ConnectorSettings Settings => At(Server.Port, "nhi-reader");

    public IEnumerable<(string Trouble, ConnectorSettings Settings, bool Retryable)> Troubles =>
    [
        ("down", At(NhiPortal.EndToEnd.LoopbackPort.Next(), "nhi-reader"), true),
        ("wrong password", Settings with { Secret = "wrong-password" }, false),
        ("unknown user", Settings with { User = "nobody" }, false),
        ("sees a part", Settings with { User = "nhi-blind" }, false),
        ("no secret file", Settings with { Secret = null, SecretFile = "/nowhere/secret" }, false),
        ("silent from the start", Behind(1, true) with { TimeoutSeconds = 2 }, true),
    ];

    public ConnectorSettings Acting => At(Server.Port, "nhi-writer") with { AdminGroups = ["nhi-admins"] };

    public ConnectorSettings Looking => Acting with { User = "nhi-reader" };

    public string Group => "staff \"all\"]; --";

    private static IPEndPoint Server
    {
        get
        {
            var source = new SqlConnectionStringBuilder(Given).DataSource.Replace("tcp:", "", StringComparison.OrdinalIgnoreCase).Split(',');
            return new(Dns.GetHostAddresses(source[0])[0].MapToIPv4(), source.Length > 1 ? int.Parse(source[1], System.Globalization.CultureInfo.InvariantCulture) : 1433);
        }
    }

    public static void RequireServer() => Assert.SkipWhen(string.IsNullOrWhiteSpace(Given), HowTo);

    public async ValueTask InitializeAsync()
    {
        if (string.IsNullOrWhiteSpace(Given))
            return;
        // What follows drops logins: nobody's real server.
        await RunAsync("""
            IF EXISTS (SELECT 1 FROM sys.databases WHERE database_id > 4) THROW 51000, N'This server holds databases. The tests drop logins, and want a server that is there for them alone.', 1;
            DECLARE @drop nvarchar(max) = N'';
            SELECT @drop += N'DROP LOGIN ' + QUOTENAME(name) + N';' FROM sys.sql_logins WHERE principal_id > 257 AND name <> ORIGINAL_LOGIN() AND name NOT LIKE N'##%';
            SELECT @drop += N'ALTER SERVER ROLE ' + QUOTENAME(r.name) + N' DROP MEMBER ' + QUOTENAME(m.name) + N';' FROM sys.server_role_members x
                JOIN sys.server_principals r ON r.principal_id = x.role_principal_id JOIN sys.server_principals m ON m.principal_id = x.member_principal_id WHERE m.type = 'R';
            SELECT @drop += N'DROP SERVER ROLE ' + QUOTENAME(name) + N';' FROM sys.server_principals WHERE type = 'R' AND is_fixed_role = 0 AND name NOT LIKE N'##%' AND name <> N'public';
            EXEC (@drop);
            """);
        foreach (var login in new[] { "nhi-reader", "nhi-writer", "nhi-blind", Accounts.Nested, Accounts.Disabled, Accounts.Service, Hostile, Accounts.Foreign })
            await RunAsync($"CREATE LOGIN [{login.Replace("]", "]]", StringComparison.Ordinal)}] WITH PASSWORD = N'{Password}'");
        await RunAsync($"""
            CREATE SERVER ROLE [nhi-admins];
            CREATE SERVER ROLE [nhi-operators];
            CREATE SERVER ROLE [{Group.Replace("]", "]]", StringComparison.Ordinal)}];
            ALTER SERVER ROLE [nhi-operators] ADD MEMBER [{Accounts.Nested}];
            ALTER SERVER ROLE [nhi-admins] ADD MEMBER [nhi-operators];
            GRANT ALTER ANY LOGIN TO [nhi-admins];
            ALTER SERVER ROLE sysadmin ADD MEMBER [{Accounts.Disabled}];
            ALTER LOGIN [{Accounts.Disabled}] DISABLE;
            GRANT VIEW ANY DEFINITION TO [nhi-reader];
            GRANT VIEW ANY DEFINITION, ALTER ANY LOGIN, ALTER ANY SERVER ROLE, CREATE SERVER ROLE, VIEW SERVER STATE, CONNECT ANY DATABASE TO [nhi-writer];
            """);
    }

    /// <summary>With the server's own functions.</summary>
    public async Task<Seen> LookAsync(string account)
    {
        await using var connection = new SqlConnection(Given);
        await connection.OpenAsync();
        await using var command = new SqlCommand("SELECT is_disabled, IS_SRVROLEMEMBER(@group, name), IS_SRVROLEMEMBER(N'nhi-admins', name) FROM sys.sql_logins WHERE name = @account", connection);
        command.Parameters.AddWithValue("@account", account);
        command.Parameters.AddWithValue("@group", Group);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? new(true, !row.GetBoolean(0), row.GetInt32(1) == 1, row.GetInt32(2) == 1) : Seen.Nothing;
    }

    public async Task<bool> EnterAsync(string account, string password)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(Given) { UserID = account, Password = password, Pooling = false, InitialCatalog = "master" }.ConnectionString);
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (SqlException error) when (error.Number is 18456 or 18470)
        {
            return false;
        }
    }

    public ConnectorSettings Behind(int bytes, bool silent)
    {
        wires.Add(new FaultyWire(Server, bytes, silent));
        return At(wires[^1].Port, "nhi-writer") with { AdminGroups = ["nhi-admins"] };
    }

    public async Task<ConnectorSettings> ManyAsync(CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            // Hashed once: the server hashes slowly on purpose.
            if (!many)
                await RunAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
                    DECLARE @hash nvarchar(600) = CONVERT(nvarchar(600), PWDENCRYPT(N'{Password}'), 1), @i int = 0, @sql nvarchar(900);
                    WHILE @i < {Accounts.Many} BEGIN
                        SELECT @sql = CONCAT(N'CREATE LOGIN [svc-', @i, N'] WITH PASSWORD = ', @hash, N' HASHED, CHECK_POLICY = OFF'), @i += 1;
                        EXEC (@sql);
                    END
                    """));
            many = true;
            return Settings;
        }
        finally
        {
            one.Release();
        }
    }

    public async Task<ConnectorSettings> CutAsync(CancellationToken cancellation) => await ManyAsync(cancellation) is var _ ? Behind(500_000, false) : throw new InvalidOperationException();

    public async Task<ConnectorSettings?> SilentAsync(CancellationToken cancellation) => await ManyAsync(cancellation) is var _ ? Behind(500_000, true) with { TimeoutSeconds = 2 } : null;

    public ValueTask DisposeAsync()
    {
        wires.ForEach(wire => wire.Dispose());
        one.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ConnectorSettings At(int port, string user) => new()
    {
        Kind = "SqlServer", Address = $"sqlserver://127.0.0.1:{port}", User = user, Secret = Password, TimeoutSeconds = 20, AdminGroups = ["nhi-admins"],
    };

    private static async Task RunAsync(string sql)
    {
        await using var connection = new SqlConnection(Given);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = 1800 };
        await command.ExecuteNonQueryAsync();
    }
}
