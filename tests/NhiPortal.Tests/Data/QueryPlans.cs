using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NhiPortal.Tests.Data;

/// <summary>
/// Listens to every query one database is asked, and has SQLite explain how it answered: a test can then hold that a
/// screen's queries walk indexes and sort nothing.
/// </summary>
internal sealed class QueryPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string folder;
    private readonly List<IDisposable> subscriptions = [];
    private readonly List<(string Sql, IReadOnlyList<string> Plan)> seen = [];

    public QueryPlans(string folder)
    {
        this.folder = folder;
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public IReadOnlyList<(string Sql, IReadOnlyList<string> Plan)> Seen => seen;

    /// <summary>Forgets what was seen so far.</summary>
    public void Clear() => seen.Clear();

    /// <summary>Every step that read a whole table or sorted rows, with the query it belongs to.</summary>
    public IEnumerable<string> Faults(params string[] smallTables) => Scans(smallTables).Concat(Sorts());

    /// <summary>Every step that read a whole table, or numbered all its rows to keep a few, with the query it belongs to.</summary>
    public IEnumerable<string> Scans(params string[] smallTables) => from query in seen
                                                                     from step in query.Plan
                                                                     where (step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains(" USING ", StringComparison.Ordinal)
                                                                             && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal) && !smallTables.Contains(step.Split(' ')[1]))
                                                                         || query.Sql.Contains("ROW_NUMBER()", StringComparison.Ordinal)
                                                                     select $"{step}\n{query.Sql}";

    private IEnumerable<string> Sorts() => from query in seen
                                           from step in query.Plan
                                           where step.Contains("TEMP B-TREE FOR ORDER BY", StringComparison.Ordinal)
                                           select $"{step}\n{query.Sql}";

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.EntityFrameworkCore")
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: { } command }
            && command.Connection!.ConnectionString.Contains(folder, StringComparison.Ordinal) && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
            seen.Add((command.CommandText, Explain(command)));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());

    private static List<string> Explain(DbCommand command)
    {
        using var connection = new SqliteConnection(command.Connection!.ConnectionString);
        connection.Open();
        using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        foreach (DbParameter parameter in command.Parameters)
            explain.Parameters.Add(new SqliteParameter(parameter.ParameterName, parameter.Value));
        using var rows = explain.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
            plan.Add(rows.GetString(3));
        return plan;
    }
}
