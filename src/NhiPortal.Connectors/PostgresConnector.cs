using System.Net;
using System.Runtime.CompilerServices;
using NhiPortal.Domain.Discovery;
using Npgsql;

namespace NhiPortal.Connectors;

/// <summary>The roles of a PostgreSQL cluster that sign in, with everything their memberships lend them.</summary>
public sealed class PostgresConnector(ConnectorSettings settings) : IConnector
{
    public static readonly ConnectorRegistration Registration = new("Postgres", Check, (settings, _) => new PostgresConnector(settings));

    // One statement is one snapshot. A role without LOGIN that nobody is a member of is an account switched off, not a group.
    private const string Roles = """
        WITH RECURSIVE held(member, role) AS (
            SELECT member, roleid FROM pg_auth_members
            UNION
            SELECT held.member, above.roleid FROM held JOIN pg_auth_members above ON above.member = held.role),
        power(role) AS (
            SELECT oid FROM pg_roles
            WHERE rolsuper OR rolcreaterole OR rolname IN ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files') OR rolname = ANY(@groups))
        SELECT r.oid::text, r.rolname::text, r.rolcanlogin AND (r.rolvaliduntil IS NULL OR r.rolvaliduntil > now()),
            r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication, r.rolbypassrls, shobj_description(r.oid, 'pg_authid'),
            ARRAY(SELECT DISTINCT g.rolname::text FROM held JOIN power ON power.role = held.role JOIN pg_roles g ON g.oid = held.role WHERE held.member = r.oid ORDER BY 1),
            EXISTS (SELECT FROM held JOIN pg_roles g ON g.oid = held.role WHERE held.member = r.oid AND g.rolsuper),
            EXISTS (SELECT FROM held JOIN pg_roles g ON g.oid = held.role WHERE held.member = r.oid AND g.rolcreaterole)
        FROM pg_roles r
        WHERE r.rolname !~ '^pg_' AND (r.rolcanlogin OR NOT EXISTS (SELECT FROM pg_auth_members m WHERE m.roleid = r.oid))
        ORDER BY r.oid
        """;

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings)
    {
        if (!IsAddress(settings.Address, out _))
            yield return new(nameof(settings.Address), settings.Address is null ? "is missing." : $"is \"{settings.Address}\".", "an address such as postgres://db.example.org:5432/postgres, without user and password.");
        foreach (var fault in ConnectorRegistration.CheckSignIn(settings))
            yield return fault;
    }

    private static bool IsAddress(string? text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Scheme == "postgres" && address.Host.Length > 0 && address.UserInfo.Length == 0 && address.AbsolutePath.Length > 1;

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync(cancellation));
        await GuardAsync(async limit =>
        {
            await connection.OpenAsync(limit);
            return true;
        }, cancellation);
        await using var command = new NpgsqlCommand(Roles, connection);
        command.Parameters.AddWithValue("groups", settings.AdminGroups.ToArray());
        await using var rows = await GuardAsync(command.ExecuteReaderAsync, cancellation);
        while (await GuardAsync(rows.ReadAsync, cancellation))
            yield return Account(rows);
    }

    private async Task<string> ConnectionStringAsync(CancellationToken cancellation)
    {
        IsAddress(settings.Address, out var address);
        var here = address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        return new NpgsqlConnectionStringBuilder
        {
            Host = address.IdnHost,
            Port = address.IsDefaultPort ? 5432 : address.Port,
            Database = Uri.UnescapeDataString(address.AbsolutePath[1..]),
            Username = settings.User,
            Password = await settings.ReadSecretAsync(cancellation),
            // Only on this machine may the password travel in the clear.
            SslMode = here && settings.AuthorityFile is null ? SslMode.Prefer : SslMode.VerifyFull,
            RootCertificate = settings.AuthorityFile,
            Timeout = settings.TimeoutSeconds,
            CommandTimeout = settings.TimeoutSeconds,
            CancellationTimeout = 2000,
            Pooling = false,
            ApplicationName = "NhiPortal",
        }.ConnectionString;
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        // The library's own limits leave out the TLS handshake.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(settings.Timeout);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new ConnectorFault("The server did not answer in time.", true, error);
        }
        catch (PostgresException error) when (error.SqlState.StartsWith("28", StringComparison.Ordinal))
        {
            throw new ConnectorFault("The server refuses the user or the password.", false, error);
        }
        catch (PostgresException error)
        {
            throw new ConnectorFault($"The server answered with error {error.SqlState}.", error.IsTransient, error);
        }
        catch (NpgsqlException error) when (error.InnerException is System.Security.Authentication.AuthenticationException)
        {
            throw new ConnectorFault("The server's certificate is not trusted, or it offers no TLS.", false, error);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException && !cancellation.IsCancellationRequested)
        {
            throw new ConnectorFault(error is TimeoutException || error.InnerException is TimeoutException ? "The server did not answer in time." : "The server cannot be reached or ended the connection.", true, error);
        }
    }

    private static FoundAccount Account(NpgsqlDataReader row)
    {
        var (super, createRole, lentSuper, lentCreateRole) = (row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(10), row.GetBoolean(11));
        var groups = row.GetFieldValue<string[]>(9);
        (bool Has, string Role, string Can)[] powers =
        [
            (super, "SUPERUSER", "everything in the cluster"),
            (!super && lentSuper, "", "everything in the cluster, through a membership"),
            (createRole, "CREATEROLE", "create and change roles"),
            (!createRole && lentCreateRole, "", "create and change roles, through a membership"),
            (row.GetBoolean(5), "CREATEDB", "create databases"),
            (row.GetBoolean(6), "REPLICATION", "copy all data by replication"),
            (row.GetBoolean(7), "BYPASSRLS", "read past row security"),
        ];
        var held = powers.Where(power => power.Has).ToList();
        return new()
        {
            Id = row.GetString(0),
            Name = row.GetString(1),
            Enabled = row.GetBoolean(2),
            Administrator = super || createRole || groups.Length > 0,
            Roles = [.. held.Select(power => power.Role).Where(role => role.Length > 0), .. groups],
            CanDo = held.Count > 0 ? $"May do this: {string.Join("; ", held.Select(power => power.Can))}."
                : groups.Length > 0 ? $"May do what {string.Join(", ", groups)} may do." : "May sign in; holds no attribute beyond that.",
            OwnerHint = row.IsDBNull(8) ? null : row.GetString(8),
        };
    }
}
