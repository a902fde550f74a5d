using System.Globalization;

namespace NhiPortal.Benchmarks;

/// <summary>How large and how long: <c>--integrations 1000 --grants 100 --connections 16,64 --rounds 5 --seconds 4 --minutes 3 --events 1000000 --folder where/to/keep/it</c>.</summary>
internal sealed record Options
{
    public int Integrations { get; private init; } = 1000;
    public int Grants { get; private init; } = 100;
    public IReadOnlyList<int> Connections { get; private init; } = [16, 64];
    public int Rounds { get; private init; } = 5;
    public double Seconds { get; private init; } = 4;
    public double Minutes { get; private init; } = 3;
    public int Events { get; private init; } = 1_000_000;

    /// <summary>Where what was made stays, to be used again; null is a folder that goes with the run.</summary>
    public string? Folder { get; private init; }

    public static Options Parse(string[] args)
    {
        var options = new Options();
        for (var i = 0; i + 1 < args.Length; i += 2)
            options = args[i] switch
            {
                "--integrations" => options with { Integrations = Number(args[i + 1]) },
                "--grants" => options with { Grants = Number(args[i + 1]) },
                "--connections" => options with { Connections = [.. args[i + 1].Split(',').Select(Number)] },
                "--rounds" => options with { Rounds = Number(args[i + 1]) },
                "--seconds" => options with { Seconds = Number(args[i + 1]) },
                "--minutes" => options with { Minutes = Number(args[i + 1]) },
                "--events" => options with { Events = Number(args[i + 1]) },
                "--folder" => options with { Folder = args[i + 1] },
                _ => throw new ArgumentException($"{args[i]} is not an option."),
            };
        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
