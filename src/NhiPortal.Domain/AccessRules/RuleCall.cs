using System.Text.Json;
using NhiPortal.Domain.Access;

namespace NhiPortal.Domain.AccessRules;

/// <summary>What a property of a call is: its value if it is plain, and whether it is there; null when that cannot be told.</summary>
public readonly record struct RuleReading(bool? Present, RuleValue? Value);

/// <summary>What a caller that is believed said of subject and resource, beyond what the portal knows.</summary>
public sealed record Stated(IReadOnlyDictionary<string, JsonElement> Subject, IReadOnlyDictionary<string, JsonElement> Resource);

/// <summary>One call as rules look at it. Names and ids are those the portal knows, whatever words the caller used for them.</summary>
public sealed class RuleCall
{
    private readonly Dictionary<(RulePart, string), string> known = [];
    private readonly IReadOnlyDictionary<string, JsonElement>?[] said = new IReadOnlyDictionary<string, JsonElement>?[3];

    private RuleCall() { }

    /// <summary>A workload is believed about the action it asks for, and about nothing else: what it could say of itself or the resource stays unknown.</summary>
    public static RuleCall Of(AccessFacts facts, TargetFact target, PathFact path, ActionCall call, Stated? stated)
    {
        var made = new RuleCall();
        made.known[(RulePart.Subject, "type")] = "workload";
        made.known[(RulePart.Subject, "id")] = facts.Key;
        made.known[(RulePart.Subject, "kind")] = Token(facts.Kind);
        made.known[(RulePart.Action, "name")] = path.Action;
        made.known[(RulePart.Action, "class")] = Token(path.Class);
        made.known[(RulePart.Action, "risk")] = Token(path.Risk);
        made.known[(RulePart.Resource, "type")] = path.ResourceType;
        made.known[(RulePart.Resource, "id")] = call.ResourceId;
        made.known[(RulePart.Resource, "target")] = target.Key;
        made.known[(RulePart.Resource, "criticality")] = Token(target.Criticality);
        made.known[(RulePart.Resource, "environment")] = Token(target.Environment);
        made.said[(int)RulePart.Subject] = stated?.Subject;
        made.said[(int)RulePart.Action] = call.Parameters;
        made.said[(int)RulePart.Resource] = stated?.Resource;
        return made;
    }

    /// <summary>
    /// An example: everything it does not say is not there. One that says properties of subject or resource, were it none, is of a caller
    /// that is believed about them; any other is of a workload that asks about itself.
    /// </summary>
    public static RuleCall Of(JsonElement example)
    {
        var made = new RuleCall();
        foreach (var path in RuleProperty.Known)
        {
            var property = RuleProperty.Parse(path).Value;
            if (Member(Part(example, property.Part), property.Name) is { ValueKind: JsonValueKind.String } text)
                made.known[(property.Part, property.Name)] = text.GetString()!;
        }

        var said = Enum.GetValues<RulePart>().ToDictionary(part => part, part => Member(Part(example, part), "properties") is { ValueKind: JsonValueKind.Object } properties
            ? properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
            : null);
        // Every caller names the target among what it says of the resource; that alone makes it no believed one.
        var believed = said[RulePart.Subject] is not null || said[RulePart.Resource] is { } ofResource && (ofResource.Count == 0 || ofResource.Keys.Any(name => name != "target"));
        foreach (var (part, properties) in said)
            made.said[(int)part] = believed || part == RulePart.Action ? properties ?? [] : null;
        // A call names its target among what it says of the resource.
        if (!made.known.ContainsKey((RulePart.Resource, "target")) && said[RulePart.Resource]?.TryGetValue("target", out var target) == true && target.ValueKind == JsonValueKind.String)
            made.known[(RulePart.Resource, "target")] = target.GetString()!;
        return made;
    }

    /// <summary>What the record of a past decision tells: names and ids, and nothing of what was said.</summary>
    public static RuleCall OfRecord(IReadOnlyDictionary<string, string> paths)
    {
        var made = new RuleCall();
        foreach (var (path, value) in paths)
            if (RuleProperty.Parse(path) is { Succeeded: true } property)
                made.known[(property.Value.Part, property.Value.Name)] = value;
        return made;
    }

    public RuleReading Read(RuleProperty property)
    {
        if (!property.IsSaid)
            return known.TryGetValue((property.Part, property.Name), out var text) ? new(true, RuleValue.Of(text)) : new(false, null);
        if (said[(int)property.Part] is not { } properties)
            return new(null, null);
        return properties.TryGetValue(property.Name, out var value) && value.ValueKind != JsonValueKind.Null ? new(true, RuleValue.Of(value)) : new(false, null);
    }

    /// <summary>The word a rule uses for a value of a list, e.g. <c>internal_agent</c>.</summary>
    public static string Token<T>(T value) where T : struct, Enum => Tokens<T>.All[value];

    private static JsonElement? Part(JsonElement example, RulePart part) => Member(example, part.ToString().ToLowerInvariant());

    private static JsonElement? Member(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var found) ? found : null;

    private static class Tokens<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All = Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
