using Microsoft.Data.SqlClient;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>A login as the server holds it.</summary>
internal sealed record SqlServerLogin(TargetState State, string Name, string Type)
{
    /// <summary>Others' passwords are kept by Windows or Entra ID.</summary>
    public bool HasPassword => Type == "S";
}

/// <summary>One login and one membership of a server role, read from the catalogue and changed one statement at a time.</summary>
internal sealed class SqlServerChanges(ConnectorSettings settings, SqlServerSession session)
{
    public async Task<TargetState> ReadAsync(TargetChange about, CancellationToken cancellation) => (await FindAsync(about, cancellation))?.State ?? TargetState.Nowhere;

    /// <summary>The login by its own id where that is known, else by name; null when there is none.</summary>
    public async Task<SqlServerLogin?> FindAsync(TargetChange about, CancellationToken cancellation)
    {
        SqlServerTexts.Bounded(about.Account);
        var holder = about.Member is null ? "" : await RequireAsync(settings.HolderOf(about), cancellation);
        await using var command = session.Command(SqlServerTexts.State, ("@account", about.Account), ("@id", about.Id ?? ""), ("@holder", holder));
        await using var row = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        if (!await session.GuardAsync(row.ReadAsync, cancellation))
            return null;
        var found = Login(row);
        if (about.Id is null)
            Same(about.Account, found.Name);
        settings.RefuseOwn(found.Name, holder);
        return found;
    }

    public async Task ApplyAsync(TargetChange change, CancellationToken cancellation)
    {
        await session.RunAsync(SqlServerTexts.Turn, cancellation);
        var found = await FindAsync(change, cancellation);
        foreach (var statement in Statements(change, found, change.Member is null ? "" : settings.HolderOf(change)).ToList())
            await session.RunAsync(statement, cancellation);
    }

    /// <summary>Each is a transaction of its own, so that power comes last when it is given and goes first when it is taken.</summary>
    internal static IEnumerable<string> Statements(TargetChange change, SqlServerLogin? found, string holder)
    {
        var (name, state) = (found?.Name ?? change.Account, found?.State ?? TargetState.Nowhere);
        if (change.Exists == false)
        {
            if (found is not null)
                yield return SqlServerTexts.Drop(name);
            yield break;
        }

        if (found is null && change.Exists != true)
            yield break;
        // The server wants a password for every login: nobody knows this one, until another is set.
        if (found is null)
            yield return SqlServerTexts.Create(name, NewSecret.Make());
        if (change.Member == false && state.Member)
            yield return SqlServerTexts.Member(holder, name, false);
        if (found is not null && change.Enabled is { } enabled && enabled != state.Enabled)
            yield return SqlServerTexts.Switch(name, enabled);
        if (change.Member == true && !state.Member)
            yield return SqlServerTexts.Member(holder, name, true);
    }

    private static SqlServerLogin Login(SqlDataReader row) =>
        new(new() { Exists = true, Id = row.GetString(0), Enabled = !row.GetBoolean(3), Member = row.GetBoolean(4) }, row.GetString(1), row.GetString(2));

    private async Task<string> RequireAsync(string role, CancellationToken cancellation)
    {
        await using var command = session.Command(SqlServerTexts.Role, ("@role", SqlServerTexts.Bounded(role)));
        var found = await session.GuardAsync(command.ExecuteScalarAsync, cancellation) as string ?? throw new ConnectorFault($"There is no server role {role}.", false);
        Same(role, found);
        return found;
    }

    /// <summary>Older collations give no weight to whole scripts, so that they take different names for one.</summary>
    internal static void Same(string asked, string found)
    {
        if (!string.Equals(asked.TrimEnd(' '), found.TrimEnd(' '), StringComparison.OrdinalIgnoreCase))
            throw new ConnectorFault($"This server takes {asked} and {found} for the same name. Nothing was changed.", false);
    }
}
