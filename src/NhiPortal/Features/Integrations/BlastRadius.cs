namespace NhiPortal.Features.Integrations;

/// <summary>One box of the picture: where it stands and what it says.</summary>
public sealed record RadiusNode(string Text, string Note, double X, double Y, double Width, string Tone, string? Href);

/// <summary>One line of the picture, from box to box.</summary>
public sealed record RadiusEdge(double X1, double Y1, double X2, double Y2, RadiusState State)
{
    /// <summary>A line that leaves and arrives level.</summary>
    public string Path => FormattableString.Invariant($"M {X1:0.#} {Y1:0.#} C {(X1 + X2) / 2:0.#} {Y1:0.#}, {(X1 + X2) / 2:0.#} {Y2:0.#}, {X2:0.#} {Y2:0.#}");
}

/// <summary>Whose reach it is, whether it works at all, and the ways it has.</summary>
public sealed record Reach(string Name, string Key, bool Works, IReadOnlyList<PassportWay> Ways);

/// <summary>What a line stands for.</summary>
public enum RadiusState
{
    /// <summary>May ask; every use needs its own approval.</summary>
    Standing,

    /// <summary>Approved and live now.</summary>
    Granted,

    /// <summary>Nobody answers for it; it cannot even be asked for.</summary>
    Closed,
}

/// <summary>
/// Lays out how far an integration reaches: itself, the actions it may ask for, the targets they change. What does not
/// fit is counted, and stands in the table beside the picture.
/// </summary>
public sealed record BlastRadius(IReadOnlyList<RadiusNode> Nodes, IReadOnlyList<RadiusEdge> Edges, double Width, double Height, int Left)
{
    private const int InSight = 12;
    private const double BoxHeight = 44, Gap = 12, First = 0, FirstWidth = 190, Second = 262, SecondWidth = 256, Third = 590, ThirdWidth = 210;

    /// <summary>How tall a box is.</summary>
    public static double NodeHeight => BoxHeight;

    public static BlastRadius Of(Reach reach)
    {
        var paths = reach.Ways.SelectMany(way => way.Paths.Select(path => (way, path))).ToList();
        var actions = paths.GroupBy(row => row.path.Action, StringComparer.Ordinal).OrderByDescending(group => group.Max(row => row.path.Risk))
            .ThenBy(group => group.Key, StringComparer.Ordinal).Take(InSight).Select(group => group.First().path).ToList();
        var targets = reach.Ways.OrderByDescending(way => way.Criticality).ThenBy(way => way.Key, StringComparer.Ordinal).Take(InSight).ToList();
        var height = Math.Max(1, Math.Max(actions.Count, targets.Count)) * (BoxHeight + Gap) - Gap;
        double Y(int index, int count) => (height - (count * (BoxHeight + Gap) - Gap)) / 2 + index * (BoxHeight + Gap);

        var self = new RadiusNode(reach.Name, reach.Key, First, Y(0, 1), FirstWidth, "info", null);
        var boxes = actions.Select((path, index) => new RadiusNode(path.Title, path.Action, Second, Y(index, actions.Count), SecondWidth, path.Risk switch
        {
            Domain.Targets.RiskLevel.Critical => "bad",
            Domain.Targets.RiskLevel.High => "warn",
            _ => "neutral",
        }, null)).ToList();
        var ends = targets.Select((way, index) => new RadiusNode(way.Name, $"{way.Key} · {way.Criticality.ToString().ToLowerInvariant()}", Third, Y(index, targets.Count), ThirdWidth,
            way.Gap is null ? "neutral" : "bad", $"/targets/{Uri.EscapeDataString(way.Key)}")).ToList();

        var edges = new List<RadiusEdge>();
        foreach (var (path, box) in actions.Zip(boxes))
        {
            var rows = paths.Where(row => row.path.Action == path.Action).ToList();
            edges.Add(Line(self, box, Most(rows.Select(row => StateOf(reach.Works, row.way, row.path)))));
            foreach (var (way, _) in rows.Where(row => targets.Contains(row.way)).DistinctBy(row => row.way.Key))
                edges.Add(Line(box, ends[targets.IndexOf(way)], Most(rows.Where(row => row.way == way).Select(row => StateOf(reach.Works, way, row.path)))));
        }

        var left = paths.Count(row => !actions.Exists(action => action.Action == row.path.Action) || !targets.Contains(row.way));
        return new([self, .. boxes, .. ends], edges, Third + ThirdWidth, height, left);
    }

    /// <summary>A gap closes a way even for what is granted already, as a decision would.</summary>
    public static RadiusState StateOf(bool works, PassportWay way, PassportPath path) =>
        !works || way.Gap is not null ? RadiusState.Closed : path.LiveGrants > 0 ? RadiusState.Granted : RadiusState.Standing;

    // A line that stands for several shows the most that is possible through it.
    private static RadiusState Most(IEnumerable<RadiusState> states)
    {
        var all = states.ToHashSet();
        return all.Contains(RadiusState.Granted) ? RadiusState.Granted : all.Contains(RadiusState.Standing) ? RadiusState.Standing : RadiusState.Closed;
    }

    private static RadiusEdge Line(RadiusNode from, RadiusNode to, RadiusState state) =>
        new(from.X + from.Width, from.Y + BoxHeight / 2, to.X, to.Y + BoxHeight / 2, state);
}
