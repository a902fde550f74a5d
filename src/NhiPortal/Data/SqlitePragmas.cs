using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NhiPortal.Data;

/// <summary>Every connection writes ahead and syncs fully: a commit that was answered survives a power cut.</summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    public const string Sql = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=15000; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY;";

    public static readonly SqlitePragmas Instance = new();

    private SqlitePragmas() { }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (OnlyReads(connection))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (OnlyReads(connection))
            return;
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // Migrating first looks whether the database is there, and who only looks cannot turn the write-ahead log on.
    private static bool OnlyReads(DbConnection connection) => connection.ConnectionString.Contains("Mode=ReadOnly", StringComparison.OrdinalIgnoreCase);
}
