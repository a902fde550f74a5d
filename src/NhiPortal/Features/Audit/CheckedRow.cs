using System.Data.Common;
using System.Text;
using NhiPortal.Domain;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Features.Audit;

/// <summary>One stored row after it was compared with itself: body with hash, columns with body.</summary>
internal readonly record struct CheckedRow(long Index, MerkleHash Hash, bool BodyMatches, bool ColumnsAgree)
{
    public const string Sql = """
        SELECT "LeafIndex", "LeafHash", "Body", "EventId", "At", "Kind", "TenantId", "ActorKind", "ActorId", "IntegrationId", "TargetId", "WorkloadId", "PersonId", "RequestId", "GrantId"
        FROM "AuditEvents" WHERE "LeafIndex" >= @first AND "LeafIndex" < @end ORDER BY "LeafIndex"
        """;

    public static CheckedRow Read(DbDataReader row)
    {
        var body = Encoding.UTF8.GetBytes(row.GetString(2));
        var stored = row.IsDBNull(1) ? [] : row.GetFieldValue<byte[]>(1);
        var hash = stored.Length == MerkleHash.Length ? new MerkleHash(stored) : default;
        return new CheckedRow(
            row.GetInt64(0), hash, MerkleTree.LeafHash(body) == hash, AuditColumns.TryRead(body, out var told) && told == Columns(row));
    }

    private static AuditColumns Columns(DbDataReader row) => new()
    {
        EventId = row.GetGuid(3),
        At = new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero),
        Kind = row.GetString(5),
        Tenant = Id(row, 6),
        ActorKind = Enum.TryParse<ActorKind>(row.GetString(7), out var kind) ? kind : (ActorKind)(-1),
        ActorId = row.GetGuid(8),
        Integration = Id(row, 9),
        Target = Id(row, 10),
        Workload = Id(row, 11),
        Person = Id(row, 12),
        Request = Id(row, 13),
        Grant = Id(row, 14),
    };

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);
}
