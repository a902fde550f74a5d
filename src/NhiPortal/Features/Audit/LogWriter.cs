using System.Data;
using System.Data.Common;
using System.Text;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>The sequencer's statements, past EF, which costs several times as much per row. The same text runs on both providers.</summary>
internal readonly struct LogWriter(WriterSeat seat)
{
    private static readonly (string Name, DbType Type)[] Columns =
    [
        ("EventId", DbType.Guid), ("At", DbType.Int64), ("Kind", DbType.String), ("TenantId", DbType.Guid), ("ActorKind", DbType.String),
        ("ActorId", DbType.Guid), ("IntegrationId", DbType.Guid), ("TargetId", DbType.Guid), ("WorkloadId", DbType.Guid), ("PersonId", DbType.Guid),
        ("RequestId", DbType.Guid), ("GrantId", DbType.Guid), ("Body", DbType.String), ("LeafIndex", DbType.Int64), ("LeafHash", DbType.Binary),
    ];

    internal const string GrowSql = """UPDATE "LogState" SET "Size" = @size, "Frontier" = @frontier, "Version" = @version + 1 WHERE "Id" = 1 AND "Version" = @version""";
    internal const string PlaceSql = """UPDATE "AuditEvents" SET "LeafIndex" = @index, "LeafHash" = @hash WHERE "Id" = @id AND "LeafIndex" IS NULL""";
    internal const string ForgetSql = """DELETE FROM "Journal" WHERE "Id" = @id""";
    internal const string NodeSql = """INSERT INTO "LogNodes" ("Level", "Index", "Hash") VALUES (@level, @index, @hash)""";

    internal static readonly string InsertSql =
        $"INSERT INTO \"AuditEvents\" ({string.Join(", ", Columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", Columns.Select(c => $"@{c.Name}"))})";

    /// <summary>False when another sequencer grew the tree since the state was read.</summary>
    public bool Grow(LogState state, MerkleFrontier tree)
    {
        var grow = seat.Command(GrowSql, ("size", DbType.Int64), ("frontier", DbType.Binary), ("version", DbType.Int64));
        return Bind(grow, tree.Size, tree.ToBytes(), state.Version).ExecuteNonQuery() == 1;
    }

    public void Place(WaitingEvents waiting, long firstIndex)
    {
        var insert = seat.Command(InsertSql, Columns);
        var place = seat.Command(PlaceSql, ("index", DbType.Int64), ("hash", DbType.Binary), ("id", DbType.Int64));
        var index = firstIndex;
        foreach (var waiter in waiting.Events)
        {
            var placing = waiter.RowId is { } id ? Bind(place, index, waiter.Hash.ToArray(), id) : Bind(insert, waiter, index);
            Expect(placing.ExecuteNonQuery());
            index++;
        }

        var delete = seat.Command(ForgetSql, ("id", DbType.Int64));
        foreach (var entry in waiting.Entries)
            Expect(Bind(delete, entry).ExecuteNonQuery());
    }

    public void Add(IReadOnlyList<MerkleNode> completed)
    {
        var insert = seat.Command(NodeSql, ("level", DbType.Int32), ("index", DbType.Int64), ("hash", DbType.Binary));
        foreach (var node in completed)
            Bind(insert, node.Level, node.Index, node.Hash.ToArray()).ExecuteNonQuery();
    }

    private static DbCommand Bind(DbCommand insert, WaitingEvent waiter, long index)
    {
        var c = waiter.Columns;
        return Bind(insert, c.EventId, c.At.UtcTicks, c.Kind, c.Tenant, c.ActorKind.ToString(), c.ActorId, c.Integration, c.Target, c.Workload,
            c.Person, c.Request, c.Grant, Encoding.UTF8.GetString(waiter.Body), index, waiter.Hash.ToArray());
    }

    // The state row said nobody else was here; if a row is gone all the same, placing it would tell an untruth.
    private static void Expect(int rows)
    {
        if (rows != 1)
            throw new InvalidOperationException("A waiting event vanished while it was being placed. Verify the log.");
    }

    private static DbCommand Bind(DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
