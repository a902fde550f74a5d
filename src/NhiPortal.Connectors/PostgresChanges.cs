using System.Globalization;
using NhiPortal.Domain.Executions;
using Npgsql;

namespace NhiPortal.Connectors;

/// <summary>One role and one membership of a cluster, read from the catalogue and changed in one transaction.</summary>
internal sealed class PostgresChanges(ConnectorSettings settings, PostgresSession session)
{
    private const string State = """
        SELECT r.oid::text, r.rolcanlogin AND (@off OR r.rolvaliduntil IS NULL OR r.rolvaliduntil > now()),
            EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid AND g.rolname = @holder), r.rolname::text,
            CASE WHEN isfinite(r.rolvaliduntil) THEN r.rolvaliduntil END
        FROM pg_roles r WHERE CASE WHEN @id = '' THEN r.rolname = @account ELSE r.oid::text = @id END
        """;

    /// <summary>The server cuts longer names, so two of them could be one.</summary>
    private const int LongestName = 63;

    // The name of the lock that everything about roles takes here: the catalogue itself does not wait for anybody.
    private const long Turn = 0x4e68_6950_6f72_7461;

    public async Task<TargetState> ReadAsync(TargetChange about, CancellationToken cancellation) => (await FindAsync(about, cancellation)).State;

    /// <summary>The role's state, and what it is called now.</summary>
    private async Task<(TargetState State, string Name)> FindAsync(TargetChange about, CancellationToken cancellation)
    {
        Bounded(about.Account);
        var holder = about.Member is null ? "" : Bounded(settings.HolderOf(about));
        if (about.Member is not null)
            await RequireAsync(holder, cancellation);
        // Whoever is to be switched off is not so because a date has passed: it ends passwords only.
        await using var command = session.Command(State, ("account", about.Account), ("id", about.Id ?? ""), ("holder", holder), ("off", about.Enabled == false));
        await using var row = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        if (!await session.GuardAsync(row.ReadAsync, cancellation))
            return (TargetState.Nowhere, about.Account);
        settings.RefuseOwn(row.GetString(3), holder);
        return (new() { Exists = true, Enabled = row.GetBoolean(1), Member = row.GetBoolean(2), Id = row.GetString(0), Until = row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4) }, row.GetString(3));
    }

    public async Task ApplyAsync(TargetChange change, CancellationToken cancellation)
    {
        // Ends with the connection, and so does whatever was not committed.
        await session.RunAsync(string.Create(CultureInfo.InvariantCulture, $"BEGIN; SELECT pg_advisory_xact_lock({Turn})"), cancellation);
        var (state, name) = await FindAsync(change, cancellation);
        var statements = Statements(change with { Account = name }, state).ToList();
        if (statements.Count > 0)
            await session.RunAsync(string.Join("; ", statements), cancellation);
        await session.RunAsync("COMMIT", cancellation);
    }

    public static string Named(string name) => $"\"{Bounded(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text in the form that means the same whatever the server's settings for backslashes are.</summary>
    public static string Quoted(string text) => $" E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private IEnumerable<string> Statements(TargetChange change, TargetState state)
    {
        var account = Named(change.Account);
        if (change.Exists == false)
        {
            if (state.Exists)
                yield return $"DROP ROLE {account}";
            yield break;
        }

        if (change.Exists == true && !state.Exists)
            yield return $"CREATE ROLE {account} LOGIN{Until(change)}";
        else if (!state.Exists)
            yield break;
        else if (change.Enabled is { } enabled && (enabled != state.Enabled || change.EndsTooSoon(state)))
            yield return enabled ? $"ALTER ROLE {account} LOGIN{Until(change)}" : $"ALTER ROLE {account} NOLOGIN";
        if (change.Member is { } member && member != state.Member)
            yield return member ? $"GRANT {Named(settings.HolderOf(change))} TO {account}" : $"REVOKE {Named(settings.HolderOf(change))} FROM {account}";
    }

    private static string Until(TargetChange change) =>
        $" VALID UNTIL {(change.Until is { } until ? Quoted(until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'+00'", CultureInfo.InvariantCulture)) : "'infinity'")}";

    private async Task RequireAsync(string role, CancellationToken cancellation)
    {
        await using var command = session.Command("SELECT count(*) FROM pg_roles WHERE rolname = @role", ("role", role));
        if (await session.GuardAsync(command.ExecuteScalarAsync, cancellation) is not 1L)
            throw new ConnectorFault($"There is no role {role}.", false);
    }

    private static string Bounded(string name) => System.Text.Encoding.UTF8.GetByteCount(name) <= LongestName && !name.Contains('\0', StringComparison.Ordinal)
        ? name
        : throw new ConnectorFault($"A role's name may have at most {LongestName} bytes here.", false);
}
