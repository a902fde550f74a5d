using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Findings;

/// <summary>One finding as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record FindingFileRow(
    Guid Id, string Severity, string Rule, string Title, string Why, string Status, string? Integration, string? Target, string FixedBy, string? Assignee,
    string Opened, string Due, string? Closed, int Openings, string? ExceptionUntil, string Controls);

/// <summary>Streams every finding that matches, in the list's own order.</summary>
public sealed class FindingFileQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async IAsyncEnumerable<FindingFileRow> RunAsync(Actor actor, FindingFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await foreach (var row in FindingRow.Of(db, filter.Order(filter.Apply(db, actor, time.GetUtcNow()))).AsAsyncEnumerable().WithCancellation(cancellation))
            yield return new(
                row.Id.Value, row.Severity.ToString(), row.Rule, row.Title, row.Sentence, row.Status.ToString(), row.Integration, row.Target, row.Fixer.Words(), row.Assignee ?? row.FixerName,
                Time(row.OpenedAt)!, Time(row.DueAt)!, Time(row.ClosedAt), row.Openings, Time(row.Status == FindingStatus.Excepted ? row.ExceptionUntil : null),
                string.Join("; ", FindingRules.Named(row.Rule)?.Controls ?? []));
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
