using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.Data.SqlClient;
using NhiPortal.Domain.Discovery;
using NhiPortal.Domain.Executions;

namespace NhiPortal.Connectors;

/// <summary>The logins of a SQL Server, with everything that server roles and server permissions give them.</summary>
public sealed class SqlServerConnector(ConnectorSettings settings) : IPairedConnector
{
    public static readonly ConnectorRegistration Registration = new("SqlServer", Check, (settings, _) => new SqlServerConnector(settings));

    // Whoever may make logins, or act for any, can become everything; the rest of these can stop or reshape the server.
    private static readonly FrozenSet<string> Administers = new[]
    {
        "sysadmin", "securityadmin", "serveradmin", "setupadmin", "processadmin", "##MS_LoginManager##", "##MS_ServerSecurityStateManager##",
        "CONTROL SERVER", "ALTER ANY LOGIN", "ALTER ANY SERVER ROLE", "IMPERSONATE ANY LOGIN", "ALTER SETTINGS", "SHUTDOWN", "UNSAFE ASSEMBLY",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public IAsyncEnumerable<FoundAccount> ReadAccountsAsync(CancellationToken cancellation) => ReadAsync(cancellation).Bounded(cancellation: cancellation);

    public TargetChange Resolved(TargetChange change) => settings.Resolved(change);

    public async Task<TargetState> ReadStateAsync(TargetChange about, CancellationToken cancellation)
    {
        await using var session = await SqlServerSession.OpenToReadAsync(settings, cancellation);
        return await new SqlServerChanges(settings, session).ReadAsync(about, cancellation);
    }

    public async Task ApplyAsync(TargetChange change, string key, CancellationToken cancellation)
    {
        await using var session = await SqlServerSession.OpenToReadAsync(settings, cancellation);
        await new SqlServerChanges(settings, session).ApplyAsync(change, cancellation);
    }

    public async Task RenewSecretAsync(string account, Func<string, CancellationToken, Task> keep, CancellationToken cancellation)
    {
        await using var session = await SqlServerSession.OpenToReadAsync(settings, cancellation);
        var login = await new SqlServerChanges(settings, session).FindAsync(new() { Account = account }, cancellation);
        if (login?.HasPassword != true)
            throw new ConnectorFault(login is null ? $"There is no login {account}." : $"The password of {account} is kept by Windows or Entra ID, not by this server.", false);
        var secret = NewSecret.Make();
        await keep(secret, cancellation);
        await session.RunAsync(SqlServerTexts.SetPassword(login.Name, secret), cancellation);
    }

    public async Task<bool> SignsInAsync(string account, string secret, CancellationToken cancellation)
    {
        try
        {
            await using var session = await SqlServerSession.OpenAsync(settings with { User = account, Secret = secret, SecretFile = null }, cancellation);
            return true;
        }
        catch (ConnectorFault fault) when (SqlServerSession.IsRefusedSignIn(fault))
        {
            return false;
        }
    }

    public async Task<RotationSight> LookAsync(string account, CancellationToken cancellation)
    {
        await using var session = await SqlServerSession.OpenToReadAsync(settings, cancellation);
        return await new SqlServerPairs(settings, session).ReadAsync(account, cancellation);
    }

    public async Task PairAsync(string account, string with, CancellationToken cancellation)
    {
        await using var session = await SqlServerSession.OpenToReadAsync(settings, cancellation);
        await new SqlServerPairs(settings, session).NoteAsync(account, with, cancellation);
    }

    private static IEnumerable<ConnectorSettingFault> Check(ConnectorSettings settings)
    {
        if (!SqlServerSession.IsAddress(settings.Address, out _))
            yield return new(nameof(settings.Address), settings.Address is null ? "is missing." : $"is \"{settings.Address}\".", "an address such as sqlserver://db.example.org:1433, without user, password and database.");
        if (settings.AuthorityFile is not null)
            yield return new(nameof(settings.AuthorityFile), "is set.", "nothing: SQL Server's certificate is verified by the machine's own authorities; add yours to them.");
        foreach (var fault in ConnectorRegistration.CheckSignIn(settings))
            yield return fault;
    }

    private async IAsyncEnumerable<FoundAccount> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var session = await SqlServerSession.OpenToReadAsync(settings, cancellation);
        await using var command = session.Command(SqlServerTexts.Logins);
        await using var rows = await session.GuardAsync(command.ExecuteReaderAsync, cancellation);
        // Rows of one login stand together; what it holds is complete when the next one begins.
        var (last, held) = ((FoundAccount?)null, new List<(string Name, bool Role)>());
        while (await session.GuardAsync(rows.ReadAsync, cancellation))
        {
            if (last?.Id != rows.GetString(0))
            {
                if (last is not null)
                    yield return WithPowers(last, held, settings.AdminGroups);
                (last, held) = (Account(rows), []);
            }

            if (!rows.IsDBNull(7))
                held.Add((rows.GetString(7), rows.GetBoolean(8)));
        }

        if (last is not null)
            yield return WithPowers(last, held, settings.AdminGroups);
    }

    /// <summary>What it holds in all, and which of that administers.</summary>
    internal static FoundAccount WithPowers(FoundAccount account, IReadOnlyList<(string Name, bool Role)> held, IReadOnlyList<string> adminGroups)
    {
        var powers = held.Select(one => one.Name).Where(name => PairNote.Read(name) is null).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        List<string> administers = [.. powers.Where(name => Administers.Contains(name) || adminGroups.Contains(name, StringComparer.OrdinalIgnoreCase))];
        return account with
        {
            Administrator = administers.Count > 0,
            Roles = administers,
            CanDo = $"{account.CanDo}{(powers.Count > 0 ? $"Holds {string.Join(", ", powers)}." : "May sign in; holds no server role or permission beyond that.")}",
        };
    }

    private static FoundAccount Account(SqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        Enabled = !row.GetBoolean(3),
        CanDo = row.GetString(2) is "G" or "X" ? "A group: everyone in it signs in with these rights, and who that is only the directory tells. " : "",
        CreatedAt = At(row, 4),
        SecretSetAt = At(row, 5),
        SecretEndsAt = At(row, 6),
    };

    private static DateTimeOffset? At(SqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
