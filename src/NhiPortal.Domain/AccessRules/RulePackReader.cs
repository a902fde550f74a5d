using System.Text.Json;

namespace NhiPortal.Domain.AccessRules;

/// <summary>Reads the parts of a rule pack; a fault is a <see cref="JsonException"/> with a sentence for whoever wrote it.</summary>
internal static class RulePackReader
{
    private static readonly Dictionary<string, RuleAnswer> Answers = Enum.GetValues<RuleAnswer>().ToDictionary(RuleCall.Token);
    private static readonly Dictionary<string, Comparison> Comparisons = Enum.GetValues<Comparison>().ToDictionary(RuleCall.Token);

    public static AccessRule Rule(JsonElement rule)
    {
        Only(rule, "a rule", "name", "answer", "when");
        var name = Name(rule, "a rule");
        return new AccessRule(name, Answer(rule, "answer", name) ?? throw Fault($"Rule \"{name}\" answers allow, needs_approval or deny."), Condition(Member(rule, "when", name), 1));
    }

    public static RuleTest Test(JsonElement test)
    {
        Only(test, "an example", "name", "subject", "action", "resource", "expect");
        var name = Name(test, "an example");
        return Example(name, test, Answer(test, "expect", name));
    }

    public static RuleTest Example(string name, JsonElement test, RuleAnswer? expected)
    {
        var call = JsonSerializer.SerializeToElement(test.EnumerateObject().Where(part => part.Name is "subject" or "action" or "resource").ToDictionary(part => part.Name, part => part.Value));
        return call.EnumerateObject().FirstOrDefault(part => part.Value.ValueKind != JsonValueKind.Object) is { Value.ValueKind: not JsonValueKind.Undefined } wrong
            ? throw Fault($"Example \"{name}\": {wrong.Name} must be an object.")
            : new RuleTest(name, call, expected);
    }

    public static IEnumerable<JsonElement> List(JsonElement parent, string name, int most)
    {
        var list = Member(parent, name, "the pack");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > most)
            throw Fault($"\"{name}\" must be a list of at most {most}.");
        return list.EnumerateArray();
    }

    public static void Only(JsonElement element, string what, params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Fault($"{char.ToUpperInvariant(what[0])}{what[1..]} must be an object.");
        if (element.EnumerateObject().FirstOrDefault(member => !names.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw Fault($"\"{Short(unknown.Name)}\" is unknown in {what}; it has {string.Join(", ", names)}.");
    }

    private static Condition Condition(JsonElement condition, int depth)
    {
        if (depth > AccessRules.Condition.Deepest)
            throw Fault($"Conditions stand at most {AccessRules.Condition.Deepest} deep in each other.");
        if (condition.ValueKind != JsonValueKind.Object || condition.EnumerateObject().ToList() is not [var (name, value)])
            throw Fault("A condition is an object with exactly one member: all, any, not, or a comparison.");
        return name switch
        {
            // A group of one is that one, so that there is one way to write it.
            "all" => Parts(value, depth) is [var only] ? only : new AllOf(Parts(value, depth)),
            "any" => Parts(value, depth) is [var only] ? only : new AnyOf(Parts(value, depth)),
            "not" => new Not(Condition(value, depth + 1)),
            "present" => new Comparing(Property(value.ValueKind == JsonValueKind.String ? value.GetString() : null), Comparison.Present, []),
            _ when Comparisons.TryGetValue(name, out var how) => Compared(how, value),
            _ => throw Fault($"\"{Short(name)}\" is no condition. There are all, any, not, {string.Join(", ", Comparisons.Keys)}."),
        };
    }

    private static List<Condition> Parts(JsonElement list, int depth) => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= AccessRules.Condition.MostParts
        ? [.. list.EnumerateArray().Select(part => Condition(part, depth + 1))]
        : throw Fault($"\"all\" and \"any\" hold a list of at most {AccessRules.Condition.MostParts} conditions.");

    private static Comparing Compared(Comparison how, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().ToList() is not [var (path, with)])
            throw Fault($"\"{RuleCall.Token(how)}\" holds an object of one property and what it is compared with.");
        if (how == Comparison.In && with.ValueKind != JsonValueKind.Array)
            throw Fault("\"in\" compares with a list.");
        JsonElement[] values = how == Comparison.In ? [.. with.EnumerateArray()] : [with];
        return new Comparing(Property(path), how, [.. values.Select(each => RuleValue.Of(each) ?? throw Fault($"{Short(path)} is compared with texts, numbers, true or false."))]);
    }

    private static RuleProperty Property(string? path) => RuleProperty.Parse(path) is { Succeeded: true } property ? property.Value : throw Fault(RuleProperty.Parse(path).Refusal!.Sentence);

    private static RuleAnswer? Answer(JsonElement of, string name, string what) => Member(of, name, what) switch
    {
        { ValueKind: JsonValueKind.String } text when Answers.TryGetValue(text.GetString()!, out var answer) => answer,
        { ValueKind: JsonValueKind.String } text when text.ValueEquals("none") => null,
        _ => throw Fault($"\"{Short(what)}\": {name} is allow, needs_approval or deny{(name == "expect" ? ", or none" : "")}."),
    };

    private static string Name(JsonElement of, string what) => Member(of, "name", what) is { ValueKind: JsonValueKind.String } name
        && Text.Required(name.GetString(), "The name", Text.Name) is { Succeeded: true } cleaned ? cleaned.Value : throw Fault($"The name of {what} is a text of 1 to {Text.Name} characters.");

    private static JsonElement Member(JsonElement of, string name, string what) => of.TryGetProperty(name, out var value) ? value : throw Fault($"\"{Short(what)}\" lacks {name}.");

    private static void Deconstruct(this JsonProperty property, out string name, out JsonElement value) => (name, value) = (property.Name, property.Value);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private static JsonException Fault(string sentence) => new(sentence);
}
