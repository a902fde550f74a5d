using System.Diagnostics;
using System.Globalization;
using NhiPortal.Domain;

namespace NhiPortal.Benchmarks;

/// <summary>
/// Times what each page reads, at three sizes of the large organisation in one run, in turn, so that whatever else the
/// machine does falls on all: <c>lists --rounds 30 --folder where/to/keep/the/databases</c>.
/// </summary>
internal static class ListsBench
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    public static async Task<int> RunAsync(string[] args)
    {
        var (rounds, kept) = (30, (string?)null);
        for (var i = 0; i + 1 < args.Length; i += 2)
            (rounds, kept) = args[i] switch
            {
                "--rounds" => (int.Parse(args[i + 1], CultureInfo.InvariantCulture), kept),
                "--folder" => (rounds, args[i + 1]),
                _ => throw new ArgumentException($"{args[i]} is not an option."),
            };
        using var folder = kept is null ? new DataFolder() : null;
        var portals = new List<ListsPortal>();
        foreach (var size in Sizes)
            portals.Add(await ListsPortal.OpenAsync(Path.Combine(kept ?? folder!.Path, $"lists-{size}"), size));

        Console.WriteLine($"Medians / p95 in ms of {rounds} rounds; the ratio is the median at {Sizes[^1]:N0} integrations to that at {Sizes[0]:N0}.");
        Console.WriteLine($"| {"what",-22} | {"who",-22} | {string.Join(" | ", Sizes.Select(size => $"{size,15:N0}"))} | ratio |");
        Console.WriteLine($"|---|---|{string.Concat(Sizes.Select(_ => "---|"))}---|");
        foreach (var (what, read) in ListsQuestions.All)
            foreach (var who in portals[0].Actors.Keys)
                Print(what, who, await TimeAsync(portals, who, read, rounds));
        foreach (var portal in portals)
            await portal.DisposeAsync();
        return 0;
    }

    private static async Task<List<double[]>> TimeAsync(List<ListsPortal> portals, string who, Func<ListsPortal, Actor, Task> read, int rounds)
    {
        var times = portals.Select(_ => new double[rounds]).ToList();
        for (var round = -3; round < rounds; round++)
            for (var n = 0; n < portals.Count; n++)
            {
                var started = Stopwatch.GetTimestamp();
                await read(portals[n], portals[n].Actors[who]);
                if (round >= 0)
                    times[n][round] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

        times.ForEach(Array.Sort);
        return times;
    }

    private static void Print(string what, string who, List<double[]> times) => Console.WriteLine(
        $"| {what,-22} | {who,-22} | {string.Join(" | ", times.Select(sorted => $"{Median(sorted),6:0.0} / {sorted[(int)(sorted.Length * 0.95)],6:0.0}"))} | {Median(times[^1]) / Median(times[0]),5:0.0} |");

    private static double Median(double[] sorted) => sorted[sorted.Length / 2];
}
