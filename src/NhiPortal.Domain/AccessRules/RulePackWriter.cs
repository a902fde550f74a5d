using System.Text.Json;

namespace NhiPortal.Domain.AccessRules;

/// <summary>Writes the parts of a rule pack, each in the one way that the reader reads.</summary>
internal static class RulePackWriter
{
    public static void Rule(Utf8JsonWriter json, AccessRule rule)
    {
        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        json.WriteString("answer", RuleCall.Token(rule.Answer));
        json.WritePropertyName("when");
        Condition(json, rule.When);
        json.WriteEndObject();
    }

    public static void Test(Utf8JsonWriter json, RuleTest test)
    {
        json.WriteStartObject();
        json.WriteString("name", test.Name);
        foreach (var part in test.Call.EnumerateObject())
            part.WriteTo(json);
        json.WriteString("expect", test.Expected is { } answer ? RuleCall.Token(answer) : "none");
        json.WriteEndObject();
    }

    public static void Condition(Utf8JsonWriter json, Condition condition)
    {
        json.WriteStartObject();
        switch (condition)
        {
            case AllOf all:
                Parts(json, "all", all.Parts);
                break;
            case AnyOf any:
                Parts(json, "any", any.Parts);
                break;
            case Not not:
                json.WritePropertyName("not");
                Condition(json, not.Part);
                break;
            case Comparing { How: Comparison.Present } present:
                json.WriteString("present", present.Property.Path);
                break;
            case Comparing comparing:
                Compared(json, comparing);
                break;
        }

        json.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter json, string name, IReadOnlyList<Condition> parts)
    {
        json.WriteStartArray(name);
        foreach (var part in parts)
            Condition(json, part);
        json.WriteEndArray();
    }

    private static void Compared(Utf8JsonWriter json, Comparing comparing)
    {
        json.WriteStartObject(RuleCall.Token(comparing.How));
        json.WritePropertyName(comparing.Property.Path);
        if (comparing.How == Comparison.In)
            json.WriteStartArray();
        foreach (var value in comparing.Values)
            value.WriteTo(json);
        if (comparing.How == Comparison.In)
            json.WriteEndArray();
        json.WriteEndObject();
    }
}
