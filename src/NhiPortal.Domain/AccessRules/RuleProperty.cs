namespace NhiPortal.Domain.AccessRules;

/// <summary>The three things a call is made of.</summary>
public enum RulePart
{
    Subject,
    Action,
    Resource,
}

/// <summary>What a condition looks at: something the portal knows of the call, or a property the caller said.</summary>
public sealed record RuleProperty
{
    private const int LongestName = 100;
    private const string Said = "properties.";

    private static readonly (RulePart Part, string[] Names)[] Parts =
    [
        (RulePart.Subject, ["id", "kind", "type"]),
        (RulePart.Action, ["class", "name", "risk"]),
        (RulePart.Resource, ["criticality", "environment", "id", "target", "type"]),
    ];

    private RuleProperty(RulePart part, string name, bool isSaid) => (Part, Name, IsSaid) = (part, name, isSaid);

    public RulePart Part { get; }
    public string Name { get; }

    /// <summary>The caller said it, under <c>properties</c>; otherwise the portal knows it.</summary>
    public bool IsSaid { get; }

    /// <summary>Only the caller can say it, and every caller is believed about it.</summary>
    public bool IsOfTheAsk => IsSaid && Part == RulePart.Action;

    public string Path => $"{Part.ToString().ToLowerInvariant()}.{(IsSaid ? Said : "")}{Name}";

    /// <summary>Paths of everything that the portal itself knows.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [.. Parts.SelectMany(part => part.Names, (part, name) => new RuleProperty(part.Part, name, false).Path)];

    public static RuleProperty ActionName { get; } = new(RulePart.Action, "name", false);

    public static Result<RuleProperty> Parse(string? path)
    {
        foreach (var (part, names) in Parts)
        {
            var before = part.ToString().ToLowerInvariant() + '.';
            if (path?.StartsWith(before, StringComparison.Ordinal) is not true)
                continue;
            var name = path[before.Length..];
            if (names.Contains(name))
                return new RuleProperty(part, name, false);
            if (name.StartsWith(Said, StringComparison.Ordinal) && name[Said.Length..] is { Length: > 0 and <= LongestName } said && !said.Any(char.IsControl))
                return new RuleProperty(part, said, true);
        }

        return new Refusal("rule_property", $"\"{(path?.Length > 60 ? path[..60] + "…" : path)}\" is no property. Known are {string.Join(", ", Known)}, and subject.properties.…, action.properties.… and resource.properties.… with a name of at most {LongestName} characters.");
    }
}
