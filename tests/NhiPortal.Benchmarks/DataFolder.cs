using Microsoft.Data.Sqlite;

namespace NhiPortal.Benchmarks;

/// <summary>A fresh folder for one run, gone afterwards.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nhiportal-bench-").FullName;

    /// <summary>What the run left on disk: every allow that was answered is there.</summary>
    public async Task<string> DurableAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(Path, "nhiportal.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT count(*) FROM AuditEvents WHERE Kind = 'access.allowed'), (SELECT ifnull(sum(Count), 0) FROM Journal)";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return $"On disk at the end: {reader.GetInt64(0):N0} allows sequenced into the audit log, {reader.GetInt64(1):N0} still in the journal.";
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }
}
