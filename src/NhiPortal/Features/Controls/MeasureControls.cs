using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;

namespace NhiPortal.Features.Controls;

/// <summary>
/// Runs every evidence query in every tenant and keeps what it found for the day, and the first things that failed by name. It counts in
/// SQL outside of any transaction and holds one query's kept rows at most, however much there is; it keeps each tenant's results
/// at once, and says how far it is. A second run of a day replaces the first.
/// </summary>
public sealed class MeasureControls(UnitOfWork work, IDbContextFactory<PortalDb> databases, TimeProvider time)
{
    private static readonly Actor Measurer = Actor.Rule("control measurement");

    /// <returns>How many measurements were kept.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var tenants = await db.Tenants.OrderBy(t => t.Key).Select(t => t.Id).ToListAsync(cancellation);
        var now = time.GetUtcNow();
        var kept = 0;
        await SayAsync(db, tenants.Count * EvidenceQueries.All.Count, cancellation);
        foreach (var tenant in tenants)
        {
            var found = new Dictionary<string, EvidenceCount>(StringComparer.Ordinal);
            foreach (var query in EvidenceQueries.All)
            {
                var evidence = query.Of(new EvidenceScope(db, [tenant], now));
                var count = found[query.Name] = await evidence.CountAsync(cancellation);
                List<FailingObject> failing = count.Failing > 0 ? await evidence.FirstAsync(ControlFailingList.Most, cancellation) : [];
                await work.RunAsync<Done>(Measurer, "control.measure", run => ReplaceAsync(run, tenant, query.Name, failing, cancellation), cancellation);
                await db.ControlRuns.ExecuteUpdateAsync(set => set.SetProperty(run => run.Done, run => run.Done + 1), cancellation);
            }

            await work.RunAsync<Done>(Measurer, "control.measure", run => KeepAsync(run, tenant, found, now, cancellation), cancellation);
            kept += found.Count;
        }

        var ended = time.GetUtcNow();
        await db.ControlRuns.ExecuteUpdateAsync(set => set.SetProperty(run => run.EndedAt, ended).SetProperty(run => run.AskedAt, (DateTimeOffset?)null), cancellation);
        return kept;
    }

    private async Task SayAsync(PortalDb db, int total, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await db.ControlRuns.ExecuteUpdateAsync(
            set => set.SetProperty(run => run.StartedAt, now).SetProperty(run => run.Done, 0).SetProperty(run => run.Total, total).SetProperty(run => run.EndedAt, (DateTimeOffset?)null), cancellation);
    }

    private static async Task<Result<Done>> ReplaceAsync(Work run, TenantId tenant, string query, List<FailingObject> failing, CancellationToken cancellation)
    {
        await run.Db.ControlFailings.Where(f => f.Query == query && f.TenantId == tenant).ExecuteDeleteAsync(cancellation);
        await run.Db.KeepAsync(tenant, query, failing, run.Now, cancellation);
        run.Db.AddRange(failing.Take(ControlFailing.Most).Select((row, at) => ControlFailing.Of(tenant, query, at + 1, new(row.Kind, row.Id, row.Key, row.Name, row.Detail, row.Since))));
        return default(Done);
    }

    private static async Task<Result<Done>> KeepAsync(Work run, TenantId tenant, Dictionary<string, EvidenceCount> found, DateTimeOffset now, CancellationToken cancellation)
    {
        var day = ControlMeasure.DayOf(now);
        var known = await run.Db.ControlMeasures.Where(m => m.TenantId == tenant && m.Day == day).ToDictionaryAsync(m => m.Query, cancellation);
        foreach (var (query, count) in found)
            if (known.TryGetValue(query, out var measure))
                measure.Again(count, now);
            else
                run.Db.Add(ControlMeasure.Of(tenant, query, count, now));
        var blind = found.Values.Count(count => count.Missing is not null);
        run.Record(new AuditNote("control.measured", $"The controls were measured: {found.Count - blind} evidence queries found something to look at, {blind} did not.")
        {
            Tenant = tenant,
            Facts = new Dictionary<string, string?>
            {
                ["queries"] = found.Count.ToString(CultureInfo.InvariantCulture),
                ["not_evaluable"] = blind.ToString(CultureInfo.InvariantCulture),
                ["failing"] = found.Values.Sum(count => (long)count.Failing).ToString(CultureInfo.InvariantCulture),
            },
        });
        return default(Done);
    }
}
