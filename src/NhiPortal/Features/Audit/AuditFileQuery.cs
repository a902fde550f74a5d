using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Audit;

/// <summary>One event as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record AuditFileRow(
    Guid EventId, string At, string Kind, string Actor, string Sentence, string? Integration, string? Target, string? Client, long? LeafIndex);

/// <summary>Streams every event that matches, newest first, whatever their number.</summary>
public sealed class AuditFileQuery(IDbContextFactory<PortalDb> databases)
{
    public async IAsyncEnumerable<AuditFileRow> RunAsync(Actor actor, AuditLogFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await foreach (var row in AuditLogQuery.Matching(db, actor, filter).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            var line = AuditLogQuery.Line(row);
            yield return new AuditFileRow(
                line.EventId, line.At.UtcDateTime.ToString("o", CultureInfo.InvariantCulture), line.Kind, line.Actor, line.Sentence, line.Integration, line.Target,
                line.Client, line.LeafIndex);
        }
    }
}
