using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>Whether a second login could do a login's work: only what server roles lend can be lent again.</summary>
internal sealed class SqlServerPairs(ConnectorSettings settings, SqlServerSession session)
{
    private const int MostDatabases = 5000;

    // The note is the name of a server role without any right, since logins have no place for remarks.
    private static readonly int LongestPair = SqlServerTexts.LongestName - PairNote.Of("").Length - 2;

    public async Task<RotationSight> ReadAsync(string account, CancellationToken cancellation)
    {
        settings.RefuseOwn(account);
        if (await SightAsync(account, cancellation) is not { } sight)
            return RotationSight.Nowhere;
        var roles = await ListAsync(SqlServerTexts.Roles, account, cancellation);
        var (user, unseen) = sight.WhyAlone is null ? await DatabasesAsync(account, cancellation) : (null, 0);
        return sight with
        {
            Groups = [.. roles.Where(role => PairNote.Read(role) is null)],
            TurnsWith = roles.Select(PairNote.Read).OfType<string>().FirstOrDefault(),
            WhyAlone = sight.WhyAlone ?? (user is null ? null : $"The login is a user of the database {user}, with rights of its own there that a second one would lack."),
            Unseen = unseen == 0 ? null : $"{unseen} databases cannot be looked into with the portal's login (CONNECT ANY DATABASE). Were the login a user there, the second one would lack that.",
        };
    }

    public async Task NoteAsync(string account, string with, CancellationToken cancellation)
    {
        var note = PairNote.Of(with);
        await session.RunAsync(SqlServerTexts.Turn, cancellation);
        await using var command = session.Command(SqlServerTexts.Role, ("@role", SqlServerTexts.Bounded(note)));
        if (await session.GuardAsync(command.ExecuteScalarAsync, cancellation) is null)
            await session.RunAsync(SqlServerTexts.CreateRole(note), cancellation);
        var change = new TargetChange { Account = account, Member = true, Held = HeldKind.Role, Holder = note };
        await new SqlServerChanges(settings, session).ApplyAsync(change, cancellation);
    }

    private async Task<RotationSight?> SightAsync(string account, CancellationToken cancellation)
    {
        await using var command = session.Command(SqlServerTexts.Pair, ("@account", SqlServerTexts.Bounded(account)), ("@program", SqlServerSession.Program));
        await using var row = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        if (!await session.GuardAsync(row.ReadAsync, cancellation))
            return null;
        SqlServerChanges.Same(account, row.GetString(0));
        settings.RefuseOwn(row.GetString(0));
        return new()
        {
            Exists = true,
            Enabled = !row.GetBoolean(2),
            WhyAlone = row switch
            {
                _ when row.GetString(1) != "S" => "Its password is kept by Windows or Entra ID, not by this server.",
                _ when account.Length > LongestPair => "Its name is too long for a second one beside it.",
                _ when row.GetBoolean(3) => "The login holds server permissions itself. Give them to a server role that it is a member of.",
                _ when row.GetBoolean(4) => "The login itself owns databases, roles or endpoints.",
                _ => null,
            },
            Sessions = row.IsDBNull(5) ? null : row.GetInt32(5),
        };
    }

    /// <summary>The first database it is a user of, and how many could not be asked.</summary>
    private async Task<(string? User, int Unseen)> DatabasesAsync(string account, CancellationToken cancellation)
    {
        var databases = new List<(string Name, bool Open)>();
        await using (var command = session.Command(SqlServerTexts.Databases))
        {
            await using var rows = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
            while (await session.GuardAsync(rows.ReadAsync, cancellation))
                databases.Add((rows.GetString(0), rows.GetBoolean(1)));
        }

        if (databases.Count > MostDatabases)
            throw new ConnectorFault($"The server has more than {MostDatabases:N0} databases, too many to look through.", false);
        foreach (var (name, _) in databases.Where(database => database.Open))
        {
            await using var command = session.Command(SqlServerTexts.UserOf(name), ("@account", account));
            if (await session.GuardAsync(command.ExecuteScalarAsync, cancellation) is > 0)
                return (name, 0);
        }

        return (null, databases.Count(database => !database.Open));
    }

    private async Task<List<string>> ListAsync(string sql, string account, CancellationToken cancellation)
    {
        var found = new List<string>();
        await using var command = session.Command(sql, ("@account", account));
        await using var rows = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        while (await session.GuardAsync(rows.ReadAsync, cancellation))
            found.Add(rows.GetString(0));
        return found;
    }
}
