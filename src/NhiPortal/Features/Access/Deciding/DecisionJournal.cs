using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using NhiPortal.Data;

namespace NhiPortal.Features.Access.Deciding;

/// <summary>The statements of one recording transaction.</summary>
internal readonly struct DecisionJournal(WriterSeat seat)
{
    public long ReadClock() => Convert.ToInt64(seat.Command(JournalDialect.Clock(seat.Dialect)).ExecuteScalar(), CultureInfo.InvariantCulture);

    public List<Heard> ReadChanges(long applied, long position)
    {
        var changes = seat.Command(JournalDialect.Changes, ("applied", DbType.Int64), ("position", DbType.Int64));
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
        var countUse = seat.Command(JournalDialect.CountUse, ("now", DbType.Int64), ("id", DbType.Guid));
        Set(countUse, now.UtcTicks, grant);
        return countUse.ExecuteNonQuery() == 1;
    }

    public void AnnounceUse(Guid grant, Guid integration, DateTimeOffset now)
    {
        var announce = seat.Command(JournalDialect.Announce, ("now", DbType.Int64), ("id", DbType.Guid), ("integration", DbType.Guid));
        Set(announce, now.UtcTicks, grant);
        announce.Parameters[2].Value = integration;
        announce.ExecuteNonQuery();
    }

    public void Append(byte[] lines, int count)
    {
        var append = seat.Command(JournalDialect.Append, ("lines", DbType.Binary), ("count", DbType.Int32));
        Set(append, lines, count);
        append.ExecuteNonQuery();
    }

    /// <summary>Chosen as the victim of a deadlock: nothing is wrong, the same batch goes again.</summary>
    public static bool IsLostRace(DbException error) => error is SqlException { Number: 1205 };

    private static void Set(DbCommand command, object first, object second) =>
        (command.Parameters[0].Value, command.Parameters[1].Value) = (first, second);
}
