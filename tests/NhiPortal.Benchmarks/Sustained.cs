using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace NhiPortal.Benchmarks;

/// <summary>Drives the portal alone for minutes and prints each window: a rate that sinks, or a backlog that keeps growing, is a fault.</summary>
internal static class Sustained
{
    private const double Window = 10;

    public static async Task RunAsync(Server portal, Calls calls, string folder, Options options)
    {
        var connections = options.Connections[^1];
        Console.WriteLine($"{connections} connections for {options.Minutes:0.#} minutes, a line for every {Window:0} s:");
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalMinutes < options.Minutes)
        {
            var before = portal.ProcessorTime;
            var round = await Load.RunAsync(portal.EndPoint, calls, connections, Window);
            var cost = (portal.ProcessorTime - before).TotalMicroseconds / (round.PerSecond * Window);
            var (placed, waiting) = await LogAsync(folder);
            Console.WriteLine(
                $"  {clock.Elapsed.TotalSeconds,4:0} s {round.PerSecond,8:N0} req/s   p50 {round.P50,6:0.00} ms   p99 {round.P99,7:0.00} ms   {cost,5:0} µs   in the tree {placed,10:N0}   waiting {waiting,8:N0}   written ahead {WrittenAhead(folder),6:0.0} MiB");
        }

        var end = clock.Elapsed;
        while ((await LogAsync(folder)).Waiting > 0)
            await Task.Delay(50);
        Console.WriteLine($"  nothing waiting {(clock.Elapsed - end).TotalSeconds:0.0} s after the last call");
    }

    private static async Task<(long Placed, long Waiting)> LogAsync(string folder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "nhiportal.db")};Mode=ReadOnly");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT Size FROM LogState), (SELECT ifnull(sum(Count), 0) FROM Journal)";
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static double WrittenAhead(string folder) => new FileInfo(Path.Combine(folder, "nhiportal.db-wal")).Length / 1048576.0;
}
