using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain.Audit;
using NhiPortal.Features.Audit.Archiving;

namespace NhiPortal.Features.Audit;

/// <summary>
/// Reads the whole log and compares it with itself, with the stored tree and with the signed checkpoints. Writes nothing,
/// needs memory for a few thousand rows only, and may run while the portal does.
/// </summary>
/// <param name="databases">Where to read.</param>
/// <param name="logName">Checkpoints of another log are no checkpoints.</param>
/// <param name="publicKeys">Whose signatures count.</param>
/// <param name="kept">Checkpoints that were kept outside the database.</param>
public sealed class LogCheck(IDbContextFactory<PortalDb> databases, string logName, IReadOnlyList<ECDsa> publicKeys, params IReadOnlyList<string?> kept)
{
    private const int Segment = 8192;
    private static readonly int Readers = Math.Clamp(Environment.ProcessorCount, 2, 4);

    public async Task<LogVerdict> ReadAsync(IProgress<(long Done, long Total)>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var start = await LogStart.ReadAsync(databases, kept, cancellation);
        var expected = new List<MerkleNode>();
        var log = new LogVerification(logName, start.Checkpoints, publicKeys, expected);
        var faults = new FaultList();
        var ahead = new Queue<Task<List<CheckedRow>>>();
        var next = 0L;
        ahead.Enqueue(Task.Run(() => SegmentAsync(long.MinValue, 0, cancellation), cancellation));
        for (var done = 0L; ahead.Count > 0 || next < start.Bound;)
        {
            for (; ahead.Count < Readers && next < start.Bound; next += Segment)
            {
                var (first, end) = (next, Math.Min(next + Segment, start.Bound));
                ahead.Enqueue(Task.Run(() => SegmentAsync(first, end, cancellation), cancellation));
            }

            foreach (var row in await ahead.Dequeue())
            {
                log.Add(row.Index, row.BodyMatches, row.Hash);
                // A changed body is named already; its columns cannot agree with it.
                if (row is { BodyMatches: true, ColumnsAgree: false })
                    faults.Add(LogFaultKind.ChangedColumns, row.Index, $"The searchable columns of row {row.Index} do not say what its body says.");
                done++;
            }

            progress?.Report((done, start.Bound));
        }

        var archived = await ArchivedRows.JudgeAsync(databases, faults, cancellation);
        await start.CompareAsync(databases, log.Tree, expected, faults, cancellation);
        return (await VerdictAsync(log.Finish(), start, faults, clock, cancellation)) with { Archived = archived };
    }

    private async Task<List<CheckedRow>> SegmentAsync(long first, long end, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await db.Database.OpenConnectionAsync(cancellation);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = CheckedRow.Sql;
        foreach (var (name, value) in new[] { ("@first", first), ("@end", end) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            var rows = await RowsAsync(reader, (int)Math.Min(end - Math.Max(first, 0), Segment), cancellation);
            return first < 0 ? rows : await ArchivedRows.AddAsync(db, rows, first, end, cancellation);
        }
    }

    private static async Task<List<CheckedRow>> RowsAsync(DbDataReader reader, int expected, CancellationToken cancellation)
    {
        var rows = new List<CheckedRow>(expected);
        var sqlite = (reader as SqliteDataReader)?.Handle;
        while (await reader.ReadAsync(cancellation))
            rows.Add(sqlite is null ? CheckedRow.Read(reader) : SqliteRow.Read(sqlite));
        return rows;
    }

    private async Task<LogVerdict> VerdictAsync(LogReport report, LogStart start, FaultList faults, Stopwatch clock, CancellationToken cancellation) => new()
    {
        Rows = report.Rows,
        ConfirmedSize = report.ConfirmedSize,
        Checkpoints = report.CheckpointsConfirmed,
        Newest = start.Newest(logName, publicKeys),
        Waiting = start.Waiting,
        // A fault without a place is of a checkpoint: what it signed beyond the last that fits is in doubt.
        FirstBroken = report.FaultCount + faults.Count == 0 ? null : report.Faults.Concat(faults.Kept).Min(fault => fault.LeafIndex) ?? report.ConfirmedSize,
        FaultCount = report.FaultCount + faults.Count,
        Faults = await FaultPlace.NamedAsync(databases, [.. report.Faults.Concat(faults.Kept).Take(FaultList.Most)], cancellation),
        Took = clock.Elapsed,
    };
}
