using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls;

/// <summary>Reads what was measured last within a period, as evidence of how it ended.</summary>
internal static class PeriodReading
{
    private const string Never = "It was not measured in this period.";

    /// <summary>Each query's result, judged at the end of the period; what is older by then than it may be says nothing about it.</summary>
    public static async Task<IReadOnlyDictionary<string, QueryResult>> LastOfAsync(this PortalDb db, IReadOnlyList<TenantId>? tenants, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        var inside = db.ControlMeasures.AsNoTracking().InTenants(tenants).Where(m => m.MeasuredAt >= from && m.MeasuredAt < until);
        var rows = await inside.Where(m => m.Day == inside.Where(other => other.TenantId == m.TenantId).Max(other => other.Day)).ToListAsync(cancellation);
        var found = rows.ToLookup(row => row.Query, StringComparer.Ordinal);
        return EvidenceQueries.All.ToDictionary(query => query.Name, query => Judge(query, [.. found[query.Name]], until), StringComparer.Ordinal);
    }

    private static QueryResult Judge(IEvidenceQuery query, IReadOnlyList<ControlMeasure> rows, DateTimeOffset end)
    {
        if (rows.Count == 0)
            return new(query, new(0, 0, Never), null, ControlResult.NotEvaluable, Never);
        var (at, measured) = (rows.Min(row => row.MeasuredAt), rows.Where(row => row.Missing is null).ToList());
        // What could be measured in no tenant stays not evaluable; what there is one of for all is not added up.
        var count = measured.Count == 0 ? new EvidenceCount(0, 0, rows[0].Missing)
            : query.PortalWide ? new(measured.Max(row => row.Population), measured.Max(row => row.Failing))
            : new(measured.Sum(row => row.Population), measured.Sum(row => row.Failing));
        return query.Limit.IsStale(at, end)
            ? new(query, count, at, ControlResult.NotEvaluable, $"The last measurement is more than {query.Limit.AgeDays} days older than the end of the period, so it says nothing about it.")
            : new(query, count, at, query.Limit.Judge(count), count.Missing);
    }
}
