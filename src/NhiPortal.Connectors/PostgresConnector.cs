using System.Runtime.CompilerServices;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;
using Npgsql;

namespace NhiPortal.Connectors;

/// <summary>The roles of a PostgreSQL cluster that sign in, with everything their memberships lend them.</summary>
public sealed class PostgresConnector(ConnectorSettings settings) : IPairedConnector
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
            EXISTS (SELECT FROM held JOIN pg_roles g ON g.oid = held.role WHERE held.member = r.oid AND g.rolcreaterole),
            CASE WHEN isfinite(r.rolvaliduntil) THEN r.rolvaliduntil END
        FROM pg_roles r
        WHERE r.rolname !~ '^pg_' AND (r.rolcanlogin OR NOT EXISTS (SELECT FROM pg_auth_members m WHERE m.roleid = r.oid))
        ORDER BY r.oid
        """;

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    public TargetChange Resolved(TargetChange change) => settings.Resolved(change);

    public async Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation)
    {
        await using var session = await PostgresSession.OpenAsync(settings, cancellation);
        return await new PostgresChanges(settings, session).ReadAsync(about, cancellation);
    }

    public async Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation)
    {
        await using var session = await PostgresSession.OpenAsync(settings, cancellation);
        await new PostgresChanges(settings, session).ApplyAsync(change, cancellation);
    }

    public async Task RenewSecretAsync(string account, Func<string, CancellationToken, Task> keep, CancellationToken cancellation)
    {
        await using var session = await PostgresSession.OpenAsync(settings, cancellation);
        var secret = NewSecret.Make();
        await keep(secret, cancellation);
        await session.RunAsync($"ALTER ROLE {PostgresChanges.Named(account)} PASSWORD {PostgresChanges.Quoted(secret)}", cancellation);
    }

    public async Task<bool> SignsInAsync(string account, string secret, CancellationToken cancellation)
    {
        try
        {
            await using var session = await PostgresSession.OpenAsync(settings with { User = account, Secret = secret, SecretFile = null }, cancellation);
            return true;
        }
        catch (ConnectorFault fault) when (PostgresSession.IsRefusedSignIn(fault))
        {
            return false;
        }
    }

    public async Task<RotationSight> LookAsync(string account, CancellationToken cancellation)
    {
        await using var session = await PostgresSession.OpenAsync(settings, cancellation);
        return await new PostgresPairs(settings, session).ReadAsync(account, cancellation);
    }

    public async Task PairAsync(string account, string with, CancellationToken cancellation)
    {
        await using var session = await PostgresSession.OpenAsync(settings, cancellation);
        await new PostgresPairs(settings, session).NoteAsync(account, with, cancellation);
    }

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings)
    {
        if (!PostgresSession.IsAddress(settings.Address, out _))
            yield return new(nameof(settings.Address), settings.Address is null ? "is missing." : $"is \"{settings.Address}\".", "an address such as postgres://db.example.org:5432/postgres, without user and password.");
        foreach (var fault in ConnectorRegistration.CheckSignIn(settings))
            yield return fault;
    }

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var session = await PostgresSession.OpenAsync(settings, cancellation);
        await using var command = session.Command(Roles, ("groups", settings.AdminGroups.ToArray()));
        await using var rows = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        while (await session.GuardAsync(rows.ReadAsync, cancellation))
            yield return Account(rows);
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
            SecretEndsAt = row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12),
        };
    }
}
