using System.Data;
using System.Data.Common;

namespace NhiPortal.Data;

/// <summary>
/// An open connection with its statements prepared once, for one transaction at a time. Whoever comes second waits for the
/// turn in line.
/// </summary>
public sealed class WriterSeat(WriterDialect dialect, string connectionString, WriterLine line) : IDisposable
{
    private readonly Dictionary<string, DbCommand> commands = [];
    private DbConnection? connection;
    private DbTransaction? transaction;

    public WriterDialect Dialect => dialect;

    /// <summary>Runs the work in one transaction, which is committed if it says so. Blocks its thread.</summary>
    public bool Write(Func<WriterSeat, bool> work)
    {
        using var turn = line.Take();
        try
        {
            connection ??= Open();
            transaction = connection.BeginTransaction(dialect.Isolation);
            var keep = work(this);
            if (keep)
                transaction.Commit();
            transaction.Dispose();
            return keep;
        }
        catch
        {
            // Whatever it was, the next transaction starts on a fresh connection.
            Close();
            throw;
        }
        finally
        {
            transaction = null;
        }
    }

    /// <summary>A statement of the running transaction, to be given its values.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<(string Name, DbType Type)> parameters)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            commands[sql] = command = connection!.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, type) in parameters)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.DbType) = ("@" + name, type);
                command.Parameters.Add(parameter);
            }
        }

        command.Transaction = transaction;
        return command;
    }

    /// <summary>
    /// Brings home what was written ahead: nearly all of it beside the writers, the little that came meanwhile in a turn.
    /// Only while nobody writes can the write-ahead log start over; otherwise it would grow as long as the load lasts.
    /// </summary>
    public void CopyBack()
    {
        if (dialect.CopyBack is not { } sql)
            return;
        using (var beside = Open())
            Run(beside, sql);
        using var turn = line.Take();
        Run(connection ??= Open(), sql);
    }

    public void Dispose() => Close();

    private DbConnection Open()
    {
        var opened = dialect.Connect(connectionString);
        try
        {
            opened.Open();
            if (dialect.OnOpen is { } sql)
                Run(opened, sql);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private void Close()
    {
        transaction?.Dispose();
        foreach (var command in commands.Values)
            command.Dispose();
        commands.Clear();
        connection?.Dispose();
        connection = null;
    }

    private static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
