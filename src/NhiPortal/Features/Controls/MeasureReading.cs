using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls;

/// <summary>One query's newest results, added up over the tenants a person may see.</summary>
public sealed record QueryResult(IEvidenceQuery Query, EvidenceCount Count, DateTimeOffset? MeasuredAt, ControlResult Result, string? Why)
{
    public int Passing => Math.Max(0, Count.Population - Count.Failing);
}

/// <summary>Reads stored measurements: the newest of each tenant, or those of each day.</summary>
internal static class MeasureReading
{
    /// <summary>The newest measurement of each query; what is older than it may be says nothing.</summary>
    public static async Task<IReadOnlyDictionary<string, QueryResult>> NewestAsync(this PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await db.MeasuresOf(actor).Where(m => m.Day == db.ControlMeasures.Where(other => other.TenantId == m.TenantId).Max(other => other.Day)).ToListAsync(cancellation);
        var found = rows.ToLookup(row => row.Query, StringComparer.Ordinal);
        return EvidenceQueries.All.ToDictionary(query => query.Name, query => Judge(query, [.. found[query.Name]], now), StringComparer.Ordinal);
    }

    /// <summary>What the tenants a person may see had on each day.</summary>
    public static async Task<IReadOnlyDictionary<int, IReadOnlyDictionary<string, QueryResult>>> DaysAsync(this PortalDb db, Actor actor, int first, CancellationToken cancellation)
    {
        var rows = await db.MeasuresOf(actor).Where(m => m.Day >= first).ToListAsync(cancellation);
        return rows.GroupBy(row => row.Day).ToDictionary(day => day.Key, IReadOnlyDictionary<string, QueryResult> (day) =>
        {
            var found = day.ToLookup(row => row.Query, StringComparer.Ordinal);
            return EvidenceQueries.All.ToDictionary(query => query.Name, query => Judge(query, [.. found[query.Name]], day.Max(row => row.MeasuredAt)), StringComparer.Ordinal);
        });
    }

    /// <summary>How a control stood by these results.</summary>
    public static ControlStanding Stand(this CatalogueControl control, IReadOnlyDictionary<string, QueryResult> results) =>
        ControlStanding.Of(control.Coverage, [.. control.Evidence.Select(name => new EvidenceStanding(name, results[name].Result, results[name].Why))]);

    private static IQueryable<ControlMeasure> MeasuresOf(this PortalDb db, Actor actor) => db.ControlMeasures.AsNoTracking().InTenants(actor.Tenants?.ToList());

    private static QueryResult Judge(IEvidenceQuery query, IReadOnlyList<ControlMeasure> rows, DateTimeOffset now)
    {
        if (rows.Count == 0)
            return new(query, new(0, 0, "It was not measured yet."), null, ControlResult.NotEvaluable, "It was not measured yet.");
        var at = rows.Min(row => row.MeasuredAt);
        var counts = rows.Select(row => new EvidenceCount(row.Population, row.Failing, row.Missing));
        var count = EvidenceCount.Sum([.. query.PortalWide ? counts.Take(1) : counts]);
        return query.Limit.IsStale(at, now)
            ? new(query, count, at, ControlResult.NotEvaluable, $"The measurement is older than {query.Limit.AgeDays} days, so it says nothing about today.")
            : new(query, count, at, query.Limit.Judge(count), count.Missing);
    }
}
