using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;

namespace NhiPortal.Features.Discovery;

/// <summary>One account as a line of the exported file; times in UTC, ISO 8601.</summary>
[CsvRecord]
public sealed partial record CandidateFileRow(
    string Target, string Account, string? DisplayName, string Kind, bool Enabled, bool Administrator, string CanDo, string? OwnerHint, string? LikelyOwner,
    string? FirstSeen, string? LastSeen, string? LastLogin, string Status, string? Integration, string? Reason, string? Until, string? DecidedBy);

/// <summary>Streams every account that matches, in the list's own order.</summary>
public sealed class CandidateFileQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async IAsyncEnumerable<CandidateFileRow> RunAsync(Actor actor, CandidateFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        await foreach (var row in CandidateListQuery.Select(db, filter.Order(filter.Apply(db, actor, now)), now).AsAsyncEnumerable().WithCancellation(cancellation))
            yield return new(
                row.Target, row.Account, row.DisplayName, row.Kind.Words(), row.Enabled, row.Administrator, row.CanDo, row.OwnerHint, row.LikelyOwner,
                Time(row.FirstSeen), Time(row.LastSeen), Time(row.LastLogin), row.Status.Words(), row.Integration, row.Reason, Time(row.Until), row.DecidedBy);
    }

    private static string? Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
