using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.Controls;
using NhiPortal.Features.Controls;

namespace NhiPortal.Benchmarks;

/// <summary>
/// A whole measuring run on the large organisation, with the memory it took and its slowest queries, and then what the
/// pages about controls read: <c>controls 1000 100000 --folder where/to/keep/the/databases</c>.
/// </summary>
internal static class ControlsBench
{
    private const int Rounds = 30;

    public static async Task<int> RunAsync(string[] args)
    {
        var at = Array.IndexOf(args, "--folder");
        using var folder = at < 0 ? new DataFolder() : null;
        var kept = at < 0 ? folder!.Path : args[at + 1];
        foreach (var size in (at < 0 ? args : args[..at]).DefaultIfEmpty("1000").Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
            await MeasureAsync(Path.Combine(kept, $"lists-{size}"), size);
        return 0;
    }

    private static async Task MeasureAsync(string folder, int size)
    {
        await using var portal = await ListsPortal.OpenAsync(folder, size);
        await using var db = await portal.Get<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        var slowest = new List<(string Name, double Ms)>();
        foreach (var query in EvidenceQueries.All)
            slowest.Add((query.Name, await TimeAsync(() => query.Of(new EvidenceScope(db, null, TimeProvider.System.GetUtcNow())).CountAsync(CancellationToken.None))));

        GC.Collect();
        var (before, most) = (Held(), 0L);
        var clock = Stopwatch.StartNew();
        var running = Task.Run(() => portal.Get<MeasureControls>().RunAsync(CancellationToken.None));
        for (; !running.IsCompleted; await Task.WhenAny(running, Task.Delay(50)))
            most = Math.Max(most, Held());
        Console.WriteLine($"{size:N0} integrations: {await running:N0} measurements in {clock.Elapsed.TotalSeconds:0.0} s; memory {before} MiB before, {most} MiB at most");
        Console.WriteLine($"  slowest, counted in all tenants: {string.Join(", ", slowest.OrderByDescending(query => query.Ms).Take(6).Select(query => $"{query.Name} {query.Ms:0} ms"))}");
        await FillDaysAsync(db);
        foreach (var who in portal.Actors.Where(actor => actor.Value.Roles.Count > 0))
        {
            await PrintAsync("controls", who.Key, () => portal.Get<CoverageQuery>().RunAsync(who.Value, CancellationToken.None));
            await PrintAsync("trend", who.Key, () => portal.Get<CoverageTrendQuery>().RunAsync(who.Value, "csf", CancellationToken.None));
            await PrintAsync("one control", who.Key, () => portal.Get<ControlDetailQuery>().RunAsync(who.Value, "csf", "PR.AA-05", CancellationToken.None));
            await PrintAsync("what fails", who.Key, () => portal.Get<FailingObjectsQuery>().RunAsync(who.Value, "credential-lifetime", 10, 10, CancellationToken.None));
        }
    }

    /// <summary>What was measured today stands for every day of the trend: what a page reads is as much as after a quarter.</summary>
    private static async Task FillDaysAsync(PortalDb db)
    {
        var today = await db.ControlMeasures.AsNoTracking().Where(m => m.Day == db.ControlMeasures.Max(other => other.Day)).ToListAsync();
        foreach (var day in Enumerable.Range(1, CoverageTrendQuery.Days - 1))
        {
            var at = today[0].MeasuredAt.AddDays(-day);
            if (await db.ControlMeasures.AnyAsync(m => m.Day == ControlMeasure.DayOf(at)))
                continue;
            db.AddRange(today.Select(m => ControlMeasure.Of(m.TenantId, m.Query, new(m.Population, m.Failing, m.Missing), at)));
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }

    private static async Task PrintAsync(string what, string who, Func<Task> read)
    {
        var times = new double[Rounds];
        for (var round = -3; round < Rounds; round++)
            if (await TimeAsync(read) is var took && round >= 0)
                times[round] = took;
        Array.Sort(times);
        Console.WriteLine($"  {what,-12} {who,-22} {times[Rounds / 2],6:0.0} ms, p95 {times[(int)(Rounds * 0.95)],6:0.0} ms");
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static long Held()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64 / 1048576;
    }
}
