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

/// <summary>Reads stored measurements, added up in SQL: the newest of each tenant, or those of each day.</summary>
internal static class MeasureReading
{
    private const string Never = "It was not measured yet.";

    /// <summary>How far the present or last measurement is.</summary>
    public static async Task<MeasureProgress> ProgressAsync(this PortalDb db, CancellationToken cancellation) =>
        await db.ControlRuns.AsNoTracking().Select(run => new MeasureProgress(run.AskedAt, run.StartedAt, run.Done, run.Total, run.EndedAt)).SingleAsync(cancellation);

    /// <summary>The newest measurement of each query; what is older than it may be says nothing.</summary>
    public static async Task<IReadOnlyDictionary<string, QueryResult>> NewestAsync(this PortalDb db, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        var tenants = actor.Tenants?.ToList();
        var seen = tenants is null ? db.Tenants : db.Tenants.Where(t => tenants.Contains(t.Id));
        var newest = await seen.Select(t => new { t.Id, Day = db.ControlMeasures.Where(m => m.TenantId == t.Id).Max(m => (int?)m.Day) }).ToListAsync(cancellation);
        var sums = new List<Sum>();
        // Nearly always one day for all; a tenant counts on its own newest day alone.
        foreach (var day in newest.Where(tenant => tenant.Day != null).GroupBy(tenant => tenant.Day!.Value, tenant => tenant.Id))
        {
            var ids = day.ToList();
            sums.AddRange(await db.ControlMeasures.AsNoTracking().Where(m => m.Day == day.Key && ids.Contains(m.TenantId)).SumsAsync(cancellation));
        }

        return Judge(sums, _ => now);
    }

    /// <summary>What the tenants a person may see had on each day.</summary>
    public static async Task<IReadOnlyDictionary<int, IReadOnlyDictionary<string, QueryResult>>> DaysAsync(this PortalDb db, Actor actor, int first, CancellationToken cancellation) =>
        (await db.ControlMeasures.AsNoTracking().InTenants(actor.Tenants?.ToList()).Where(m => m.Day >= first).SumsAsync(cancellation))
            .GroupBy(sum => sum.Day).ToDictionary(day => day.Key, IReadOnlyDictionary<string, QueryResult> (day) => Judge(day, sum => sum.Newest));

    /// <summary>How a control stood by these results.</summary>
    public static ControlStanding Stand(this CatalogueControl control, IReadOnlyDictionary<string, QueryResult> results) =>
        ControlStanding.Of(control.Coverage, [.. control.Evidence.Select(name => new EvidenceStanding(name, results[name].Result, results[name].Why))]);

    /// <summary>One row for each day and query, whatever number of tenants there is.</summary>
    private static Task<List<Sum>> SumsAsync(this IQueryable<ControlMeasure> measures, CancellationToken cancellation) =>
        measures.GroupBy(m => new { m.Day, m.Query }).Select(group => new Sum
        {
            Day = group.Key.Day,
            Query = group.Key.Query,
            Measured = group.Sum(m => m.Missing == null ? 1 : 0),
            Population = group.Sum(m => m.Missing == null ? m.Population : 0),
            Failing = group.Sum(m => m.Missing == null ? m.Failing : 0),
            Widest = group.Max(m => m.Population),
            WidestFailing = group.Max(m => m.Failing),
            Missing = group.Min(m => m.Missing),
            Oldest = group.Min(m => m.MeasuredAt),
            Newest = group.Max(m => m.MeasuredAt),
        }).ToListAsync(cancellation);

    private static Dictionary<string, QueryResult> Judge(IEnumerable<Sum> sums, Func<Sum, DateTimeOffset> asOf)
    {
        // Tenants may have been measured last on different days.
        var found = sums.GroupBy(sum => sum.Query, StringComparer.Ordinal).ToDictionary(query => query.Key, query => query.Aggregate((one, other) => one.And(other)), StringComparer.Ordinal);
        return EvidenceQueries.All.ToDictionary(query => query.Name, query => found.TryGetValue(query.Name, out var sum) ? Judge(query, sum, asOf(sum)) : new(query, new(0, 0, Never), null, ControlResult.NotEvaluable, Never), StringComparer.Ordinal);
    }

    private static QueryResult Judge(IEvidenceQuery query, Sum sum, DateTimeOffset now)
    {
        // What could be measured in no tenant stays not evaluable; what there is one of for all is not added up.
        var count = sum.Measured == 0 ? new EvidenceCount(0, 0, sum.Missing) : query.PortalWide ? new(sum.Widest, sum.WidestFailing) : new(sum.Population, sum.Failing);
        return query.Limit.IsStale(sum.Oldest, now)
            ? new(query, count, sum.Oldest, ControlResult.NotEvaluable, $"The measurement is older than {query.Limit.AgeDays} days, so it says nothing about today.")
            : new(query, count, sum.Oldest, query.Limit.Judge(count), count.Missing);
    }

    private sealed record Sum
    {
        public required int Day { get; init; }
        public required string Query { get; init; }

        /// <summary>In so many tenants it found something to look at.</summary>
        public required int Measured { get; init; }

        public required int Population { get; init; }
        public required int Failing { get; init; }
        public required int Widest { get; init; }
        public required int WidestFailing { get; init; }
        public required string? Missing { get; init; }
        public required DateTimeOffset Oldest { get; init; }
        public required DateTimeOffset Newest { get; init; }

        public Sum And(Sum other) => this with
        {
            Measured = Measured + other.Measured,
            Population = Population + other.Population,
            Failing = Failing + other.Failing,
            Widest = Math.Max(Widest, other.Widest),
            WidestFailing = Math.Max(WidestFailing, other.WidestFailing),
            Missing = Missing ?? other.Missing,
            Oldest = Oldest < other.Oldest ? Oldest : other.Oldest,
            Newest = Newest > other.Newest ? Newest : other.Newest,
        };
    }
}
