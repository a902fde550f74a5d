using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace NhiPortal.Data;

/// <summary>What the two providers do differently for those who write all the time.</summary>
/// <param name="Isolation">Keeps what was read in the transaction true until its commit.</param>
/// <param name="OneWriter">The whole database has one writer lock.</param>
/// <param name="OnOpen">Sets up a fresh connection.</param>
/// <param name="CopyBack">Brings home what was written ahead.</param>
/// <param name="Connect">Makes a closed connection.</param>
public sealed record WriterDialect(IsolationLevel Isolation, bool OneWriter, string? OnOpen, string? CopyBack, Func<string, DbConnection> Connect)
{
    /// <summary>BEGIN IMMEDIATE. A commit never copies the write-ahead log back, which would keep all who wait for it waiting for the disk.</summary>
    public static WriterDialect Sqlite { get; } = new(
        IsolationLevel.Serializable, true, $"{SqlitePragmas.Sql} PRAGMA wal_autocheckpoint=0;", "PRAGMA wal_checkpoint(PASSIVE)", text => new SqliteConnection(text));

    /// <summary>Row locks: writers go side by side, and whoever needs more takes it by a hint.</summary>
    public static WriterDialect SqlServer { get; } = new(IsolationLevel.ReadCommitted, false, null, null, text => new SqlConnection(text));
}
