using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Data;

/// <summary>
/// The database's own refusal to lose or change the record, whatever program asks: an event gets its place once and is never
/// changed after; it is deleted only with an archive that two people agreed on, past retention, by the database's own clock
/// older than the least retention, and under no legal hold. Set at every start, for a migration made anew would lose them.
/// </summary>
public static class LogGuards
{
    private const string Refusal = "The audit log is append-only: an event leaves it with an agreed archive, past retention and under no legal hold, or not at all.";
    private const string EpochTicks = "621355968000000000";

    /// <summary>Nothing in these is ever changed or deleted.</summary>
    private static readonly string[] Fixed = ["Checkpoints", "LogNodes", "LogTiles"];

    /// <summary>Rows of these change on their way, and are never deleted.</summary>
    private static readonly string[] Kept = ["LogArchives", "LegalHolds"];

    private static readonly string LeastSeconds = ((long)TimeSpan.FromDays(365.25 * LogRetention.LeastYears).TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <summary>What an event's row may never change; its place it gets once.</summary>
    private static readonly string[] Columns = ["Body", "EventId", "At", "Kind"];

    public static IReadOnlyList<string> Sqlite { get; } =
    [
        $"""
        CREATE TRIGGER IF NOT EXISTS [AuditEvents_Deleted] BEFORE DELETE ON [AuditEvents] WHEN NOT ({MayLeave("OLD", "(unixepoch('now') - " + LeastSeconds + ")")})
        BEGIN SELECT RAISE(ABORT, '{Refusal}'); END
        """,
        $"""
        CREATE TRIGGER IF NOT EXISTS [AuditEvents_Changed] BEFORE UPDATE ON [AuditEvents]
        WHEN OLD.[LeafIndex] IS NOT NULL OR {string.Join(" OR ", Columns.Select(column => $"NEW.[{column}] IS NOT OLD.[{column}]"))}
        BEGIN SELECT RAISE(ABORT, '{Refusal}'); END
        """,
        .. Fixed.Select(table => $"CREATE TRIGGER IF NOT EXISTS [{table}_Changed] BEFORE UPDATE ON [{table}] BEGIN SELECT RAISE(ABORT, '{Refusal}'); END"),
        .. Fixed.Concat(Kept).Select(table => $"CREATE TRIGGER IF NOT EXISTS [{table}_Deleted] BEFORE DELETE ON [{table}] BEGIN SELECT RAISE(ABORT, '{Refusal}'); END"),
    ];

    public static IReadOnlyList<string> SqlServer { get; } =
    [
        $"""
        CREATE OR ALTER TRIGGER [AuditEvents_Deleted] ON [AuditEvents] AFTER DELETE AS
        IF EXISTS (SELECT 1 FROM deleted old WHERE NOT ({MayLeave("old", "(DATEDIFF_BIG(second, '19700101', SYSUTCDATETIME()) - " + LeastSeconds + ")")}))
        BEGIN ROLLBACK; THROW 50001, '{Refusal}', 1; END
        """,
        $"""
        CREATE OR ALTER TRIGGER [AuditEvents_Changed] ON [AuditEvents] AFTER UPDATE AS
        IF EXISTS (SELECT 1 FROM deleted old LEFT JOIN inserted new ON new.[Id] = old.[Id]
            WHERE old.[LeafIndex] IS NOT NULL OR new.[Id] IS NULL OR {string.Join(" OR ", Columns.Select(column => $"new.[{column}] <> old.[{column}]"))})
        BEGIN ROLLBACK; THROW 50001, '{Refusal}', 1; END
        """,
        .. Fixed.Select(table => $"CREATE OR ALTER TRIGGER [{table}_Fixed] ON [{table}] AFTER UPDATE, DELETE AS IF EXISTS (SELECT 1 FROM deleted) BEGIN ROLLBACK; THROW 50001, '{Refusal}', 1; END"),
        .. Kept.Select(table => $"CREATE OR ALTER TRIGGER [{table}_Kept] ON [{table}] AFTER DELETE AS IF EXISTS (SELECT 1 FROM deleted) BEGIN ROLLBACK; THROW 50001, '{Refusal}', 1; END"),
    ];

    public static async Task ApplyAsync(PortalDb db, CancellationToken cancellation)
    {
        foreach (var guard in db.LogGuards)
            await db.Database.ExecuteSqlRawAsync(guard, cancellation);
    }

    private static string MayLeave(string row, string leastSeconds) => $"""
        EXISTS (SELECT 1 FROM [LogArchives] a WHERE a.[State] = '{nameof(LogArchiveState.Removing)}' AND {row}.[LeafIndex] >= a.[First] AND {row}.[LeafIndex] < a.[End] AND {row}.[At] < a.[Before])
        AND {row}.[At] < {EpochTicks} + {leastSeconds} * 10000000
        AND NOT EXISTS (SELECT 1 FROM [LegalHolds] h WHERE h.[EndedAt] IS NULL AND (h.[Scope] = '{nameof(HoldScope.Everything)}'
            OR (h.[Scope] = '{nameof(HoldScope.Tenant)}' AND ({row}.[TenantId] IS NULL OR {row}.[TenantId] = h.[TenantId]))
            OR (h.[Scope] = '{nameof(HoldScope.Integration)}' AND {row}.[IntegrationId] = h.[IntegrationId])))
        """;
}
