using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>What the recording transaction says to each database. The two providers differ in how a writer is kept waiting, and in nothing else.</summary>
internal sealed record JournalDialect(string Clock, IsolationLevel Isolation, string? OnOpen, Func<string, DbConnection> Connect)
{
    public const string Changes = """SELECT "Seq", "Kind", "IntegrationId" FROM "Changes" WHERE "Seq" > @applied AND "Seq" <= @position ORDER BY "Seq" """;

    public const string CountUse = """
        UPDATE "Grants" SET "Uses" = "Uses" + 1, "LastUsedAt" = @now, "Version" = "Version" + 1,
            "Status" = CASE WHEN "Uses" + 1 >= "UseLimit" THEN 'UsedUp' ELSE "Status" END,
            "EndedAt" = CASE WHEN "Uses" + 1 >= "UseLimit" THEN @now ELSE "EndedAt" END,
            "EndReason" = CASE WHEN "Uses" + 1 >= "UseLimit" THEN 'It was used as often as it allows.' ELSE "EndReason" END
        WHERE "Id" = @id AND "Status" = 'Active' AND "Until" > @now AND ("UseLimit" IS NULL OR "Uses" < "UseLimit")
        """;

    public const string Append = """INSERT INTO "Journal" ("Lines", "Count") VALUES (@lines, @count)""";

    /// <summary>BEGIN IMMEDIATE: there is one writer, so nothing can be revoked between reading the clock and the commit.</summary>
    public static JournalDialect Sqlite { get; } = new(
        """SELECT "Value" FROM "ChangeClock" WHERE "Id" = 1""", IsolationLevel.Serializable, SqlitePragmas.Sql, text => new SqliteConnection(text));

    /// <summary>A shared lock on the clock row, held to the commit: decisions of several instances go side by side, a revocation waits for them and they for it.</summary>
    public static JournalDialect SqlServer { get; } = new(
        """SELECT "Value" FROM "ChangeClock" WITH (REPEATABLEREAD, ROWLOCK) WHERE "Id" = 1""", IsolationLevel.ReadCommitted, null, text => new SqlConnection(text));

    public static (JournalDialect Dialect, string ConnectionString) Of(PortalDb db) =>
        (db is SqlitePortalDb ? Sqlite : SqlServer, db.Database.GetConnectionString() ?? throw new InvalidOperationException("The database has no connection string."));
}
