using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>The recording transaction's own connection and prepared statements; used by one thread.</summary>
internal sealed class DecisionJournal : IDisposable
{
    private readonly JournalDialect dialect;
    private readonly DbConnection connection;
    private readonly DbCommand clock;
    private readonly DbCommand changes;
    private readonly DbCommand countUse;
    private readonly DbCommand append;

    private DecisionJournal(JournalDialect dialect, string connectionString)
    {
        this.dialect = dialect;
        connection = dialect.Connect(connectionString);
        connection.Open();
        if (dialect.OnOpen is { } sql)
        {
            using var open = Command(sql);
            open.ExecuteNonQuery();
        }

        clock = Command(dialect.Clock);
        changes = Command(JournalDialect.Changes, ("applied", DbType.Int64), ("position", DbType.Int64));
        countUse = Command(JournalDialect.CountUse, ("now", DbType.Int64), ("id", DbType.Guid));
        append = Command(JournalDialect.Append, ("lines", DbType.Binary), ("count", DbType.Int32));
    }

    public static DecisionJournal Open(IDbContextFactory<PortalDb> databases)
    {
        using var db = databases.CreateDbContext();
        var (dialect, connectionString) = JournalDialect.Of(db);
        return new DecisionJournal(dialect, connectionString);
    }

    public DbTransaction Begin()
    {
        var transaction = connection.BeginTransaction(dialect.Isolation);
        clock.Transaction = changes.Transaction = countUse.Transaction = append.Transaction = transaction;
        return transaction;
    }

    public long ReadClock() => Convert.ToInt64(clock.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);

    public List<Heard> ReadChanges(long applied, long position)
    {
        Set(changes, applied, position);
        using var reader = changes.ExecuteReader();
        var heard = new List<Heard>();
        while (reader.Read())
            heard.Add(new Heard(reader.GetInt64(0), Enum.Parse<ChangeKind>(reader.GetString(1)), reader.IsDBNull(2) ? null : reader.GetGuid(2)));
        return heard;
    }

    /// <summary>False when the grant has no use left, or has ended.</summary>
    public bool CountUse(Guid grant, DateTimeOffset now)
    {
        Set(countUse, now.UtcTicks, grant);
        return countUse.ExecuteNonQuery() == 1;
    }

    public void Append(byte[] lines, int count)
    {
        Set(append, lines, count);
        append.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in (DbCommand[])[clock, changes, countUse, append])
            command.Dispose();
        connection.Dispose();
    }

    /// <summary>Chosen as the victim of a deadlock: nothing is wrong, the same batch goes again.</summary>
    public static bool IsLostRace(DbException error) => error is SqlException { Number: 1205 };

    private DbCommand Command(string sql, params ReadOnlySpan<(string Name, DbType Type)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, type) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = ("@" + name, type);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Set(DbCommand command, object first, object second) =>
        (command.Parameters[0].Value, command.Parameters[1].Value) = (first, second);
}
