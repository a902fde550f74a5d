using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Findings;

namespace NhiPortal.Features.Findings;

/// <summary>One page of findings, and how many of each severity the other filters leave.</summary>
public sealed record FindingRows(IReadOnlyList<FindingRow> Rows, int Total, IReadOnlyDictionary<Severity, int> Severities);

/// <summary>Reads one page of the findings a person may see.</summary>
public sealed class FindingListQuery(IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    public async Task<FindingRows> RunAsync(Actor actor, FindingFilter filter, int skip, int take, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var counts = await filter.ApplyButSeverity(db, actor, now).GroupBy(f => f.Severity).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);
        var rows = await FindingRow.Of(db, filter.Order(filter.Apply(db, actor, now)).Skip(skip).Take(take)).ToListAsync(cancellation);
        return new(rows, filter.Severity is { } only ? counts.GetValueOrDefault(only) : counts.Values.Sum(), Enum.GetValues<Severity>().ToDictionary(level => level, level => counts.GetValueOrDefault(level)));
    }
}
