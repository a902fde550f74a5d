using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NhiPortal.Domain.AccessRules;

/// <summary>Rules and the examples that hold them to their meaning: what is kept, published, imported and exported as one JSON text.</summary>
public sealed record RulePack(IReadOnlyList<AccessRule> Rules, IReadOnlyList<RuleTest> Tests)
{
    public const int Longest = 256 * 1024;

    public static RulePack Empty { get; } = new([], []);

    /// <summary>Reads such a text; whatever it does not know is refused, because a rule misread could let something through.</summary>
    public static Result<RulePack> Parse(string json)
    {
        if (json.Length > Longest)
            return new Refusal("rule_pack", $"A rule pack has at most {Longest / 1024} KiB.");
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            var root = document.RootElement;
            RulePackReader.Only(root, "the pack", "rules", "tests");
            return new RulePack(
                [.. RulePackReader.List(root, "rules", AccessRuleSet.MostRules).Select(RulePackReader.Rule)],
                root.TryGetProperty("tests", out _) ? [.. RulePackReader.List(root, "tests", RuleTest.Most).Select(RulePackReader.Test)] : []);
        }
        catch (JsonException error)
        {
            return new Refusal("rule_pack", error.LineNumber is { } line ? $"This is not JSON as it must be, in line {line + 1}." : error.Message);
        }
    }

    /// <summary>An example as somebody writes it: its call alone is JSON.</summary>
    public static Result<RuleTest> ParseTest(string name, string call, RuleAnswer? expected)
    {
        var called = Domain.Text.Required(name, "The example's name", Domain.Text.Name);
        if (!called.Succeeded)
            return called.Refusal;
        try
        {
            using var document = JsonDocument.Parse(call, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            RulePackReader.Only(document.RootElement, "an example", "subject", "action", "resource");
            return RulePackReader.Example(called.Value, document.RootElement, expected);
        }
        catch (JsonException error)
        {
            return new Refusal("rule_test", error.LineNumber is { } line ? $"The call is not JSON, in line {line + 1}." : error.Message);
        }
    }

    /// <summary>One condition, for comparing.</summary>
    public static string Text(Condition condition) => Write(json => RulePackWriter.Condition(json, condition), false);

    public string ToJson() => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("rules");
        foreach (var rule in Rules)
            RulePackWriter.Rule(json, rule);
        json.WriteEndArray();
        json.WriteStartArray("tests");
        foreach (var test in Tests)
            RulePackWriter.Test(json, test);
        json.WriteEndArray();
        json.WriteEndObject();
    }, true);

    /// <summary>What stands against it as a whole.</summary>
    public Result<AccessRuleSet> Check()
    {
        if (Tests.Count > RuleTest.Most)
            return new Refusal("too_many_tests", $"At most {RuleTest.Most} examples are kept.");
        return Tests.GroupBy(test => test.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? new Refusal("test_name", $"Two examples are called \"{twice.Key}\".")
            : AccessRuleSet.Create(Rules);
    }

    public IReadOnlyList<RuleTestOutcome> RunTests() => AccessRuleSet.Create(Rules) is { Succeeded: true } rules ? [.. Tests.Select(test => test.Run(rules.Value))] : [];

    private static string Write(Action<Utf8JsonWriter> write, bool indented)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
