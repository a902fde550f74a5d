using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NhiPortal.Data;
using NhiPortal.Features;
using NhiPortal.Features.Audit;

namespace NhiPortal.Benchmarks;

/// <summary>Places many journalled decisions in the tree and then verifies them all, in this process, with nothing beside it.</summary>
internal static class LogBench
{
    private const int Batch = 64;

    public static async Task RunAsync(string folder, Options options)
    {
        var settings = new PortalSettings { Data = folder };
        await using var services = new ServiceCollection().AddSingleton(settings).AddLogging().AddSingleton(TimeProvider.System)
            .AddData(settings.Database, folder).AddFeatures(settings).BuildServiceProvider();
        var databases = services.GetRequiredService<IDbContextFactory<PortalDb>>();
        await using (var db = await databases.CreateDbContextAsync())
            await db.Database.MigrateAsync();
        var decisions = new ManyDecisions(options.Integrations, options.Grants);
        for (var placed = 0L; placed < options.Events;)
        {
            var count = (int)Math.Min(options.Events / 10, options.Events - placed);
            await JournalAsync(databases, decisions, count);
            using var measure = new Measure($"placed {placed + count,9:N0}", count);
            await services.GetRequiredService<SequenceAudit>().RunAsync(default);
            placed += count;
        }

        await services.GetRequiredService<SignCheckpoint>().RunAsync(true, default);
        var keys = services.GetRequiredService<SigningKeys>().CopyPublic();
        var check = new LogCheck(databases, settings.Audit.LogName, keys, services.GetRequiredService<CheckpointWitness>().Read());
        for (var round = 0; round < options.Rounds; round++)
        {
            using var measure = new Measure("verified", options.Events);
            var verdict = await check.ReadAsync(null, default);
            if (!verdict.Intact || verdict.Rows != options.Events)
                throw new InvalidOperationException($"{verdict.Rows} rows, {verdict.FaultCount} faults.");
        }
    }

    internal static async Task JournalAsync(IDbContextFactory<PortalDb> databases, ManyDecisions decisions, int count)
    {
        await using var db = await databases.CreateDbContextAsync();
        for (var left = count; left > 0; left -= Batch)
        {
            var size = Math.Min(left, Batch);
            db.Journal.Add(new JournalEntry { Count = size, Lines = [.. Enumerable.Range(0, size).SelectMany(_ => (byte[])[.. decisions.Next(), (byte)'\n'])] });
        }

        await db.SaveChangesAsync();
    }

    private sealed class Measure(string what, long events) : IDisposable
    {
        private static readonly Process Self = Process.GetCurrentProcess();
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private readonly TimeSpan processor = Environment.CpuUsage.TotalTime;

        public void Dispose()
        {
            Self.Refresh();
            Console.WriteLine(
                $"  {what}: {events / clock.Elapsed.TotalSeconds,9:N0} events/s   {(Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / events,6:0.0} µs of processor time each   peak memory {Self.PeakWorkingSet64 / 1048576} MiB");
        }
    }
}
