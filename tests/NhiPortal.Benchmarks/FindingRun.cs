using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Features;
using NhiPortal.Features.Audit;
using NhiPortal.Features.Findings;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Judges the large organisation, cut to so many integrations: the first run, which opens everything, then runs in which
/// nothing or little has changed, and one change followed. In this process, on a real file, without a web server.
/// </summary>
internal static class FindingRun
{
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] sizes)
    {
        foreach (var size in sizes.DefaultIfEmpty("1000").Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
            await MeasureAsync(size);
        return 0;
    }

    private static async Task MeasureAsync(int size)
    {
        using var folder = new DataFolder();
        await using var services = Portal(folder.Path);
        await using (var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync())
            await ListsPortal.SeedAsync(db, size);
        var evaluate = services.GetRequiredService<EvaluateFindings>();
        var follow = services.GetRequiredService<FollowChanges>();

        var (first, opened) = await TimeAsync(() => evaluate.RunAsync(CancellationToken.None));
        Console.WriteLine($"{size:N0} integrations: first run {first.TotalSeconds:0.0} s, {opened:N0} findings opened");
        List<double> quiet = [], changed = [], followed = [];
        for (var round = 0; round < Rounds; round++)
        {
            quiet.Add((await TimeAsync(() => evaluate.RunAsync(CancellationToken.None))).Took.TotalSeconds);
            await ChangeAsync(services, 100, round);
            changed.Add((await TimeAsync(() => evaluate.RunAsync(CancellationToken.None))).Took.TotalSeconds);
            await follow.RunAsync(CancellationToken.None);
            await ChangeAsync(services, 1, round);
            followed.Add((await TimeAsync(() => follow.RunAsync(CancellationToken.None))).Took.TotalMilliseconds);
        }

        Console.WriteLine($"  nothing changed {Median(quiet):0.0} s; 100 integrations changed {Median(changed):0.0} s; one change followed in {Median(followed):0} ms; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB");
    }

    /// <summary>Suspends some integrations.</summary>
    private static async Task ChangeAsync(ServiceProvider services, int count, int round) => await services.GetRequiredService<UnitOfWork>().RunAsync<Done>(Actor.Rule("benchmark"), "benchmark", async run =>
    {
        foreach (var integration in await run.Db.Integrations.Where(i => i.Status == Domain.Integrations.IntegrationStatus.Active).OrderBy(i => i.Key).Skip(round * count).Take(count).ToListAsync())
            integration.Suspend("Measured.");
        return default(Done);
    }, CancellationToken.None);

    private static async Task<(TimeSpan Took, T Result)> TimeAsync<T>(Func<Task<T>> run)
    {
        var clock = Stopwatch.StartNew();
        var result = await run();
        return (clock.Elapsed, result);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static ServiceProvider Portal(string folder)
    {
        var settings = new PortalSettings { Data = folder };
        return new ServiceCollection().AddSingleton(settings).AddSingleton(TimeProvider.System).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddData(new DatabaseSettings(), folder).AddFeatures(settings).BuildServiceProvider();
    }
}
