namespace NhiPortal.Benchmarks;

/// <summary>Drives both servers in turn, so that whatever else the machine does falls on both, and prints medians.</summary>
internal static class Comparison
{
    public static async Task RunAsync(Server portal, Server bare, Calls calls, int connections, Options options)
    {
        // Long enough for every integration to be in memory and for the compiler to have come by twice.
        foreach (var server in new[] { portal, bare })
            await Load.RunAsync(server.EndPoint, calls, connections, 5 * options.Seconds);

        List<Round> ours = [], limit = [];
        List<double> ratios = [], cost = [];
        for (var round = 0; round < options.Rounds; round++)
        {
            var before = portal.ProcessorTime;
            var mine = await Load.RunAsync(portal.EndPoint, calls, connections, options.Seconds);
            cost.Add((portal.ProcessorTime - before).TotalMicroseconds / (mine.PerSecond * options.Seconds));
            var best = await Load.RunAsync(bare.EndPoint, calls, connections, options.Seconds);
            ours.Add(mine);
            limit.Add(best);
            ratios.Add(mine.PerSecond / best.PerSecond);
        }

        Console.WriteLine($"{connections} connections, medians of {options.Rounds} alternating rounds of {options.Seconds:0} s:");
        Print(portal.Name, ours);
        Print(bare.Name, limit);
        Console.WriteLine($"  ratio {Median(ratios):0.00} (rounds {string.Join(", ", ratios.Select(ratio => ratio.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))}); {Median(cost):0} µs of processor time a decision, sequencing included");
    }

    private static void Print(string name, List<Round> rounds) => Console.WriteLine(
        $"  {name,-7} {Median(rounds.Select(r => r.PerSecond)),9:N0} req/s   p50 {Median(rounds.Select(r => r.P50)),6:0.00} ms   p99 {Median(rounds.Select(r => r.P99)),6:0.00} ms   wrong answers {rounds.Sum(r => r.Wrong)}");

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
