using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.AccessRules;

namespace NhiPortal.Domain.Tests.AccessRules;

/// <summary>Random rules over few properties and values, and random calls that lack some of them or hold the wrong sort.</summary>
internal static class AccessRuleWorld
{
    private static readonly string[] Paths = ["action.name", "subject.id", "resource.id", "subject.properties.role", "action.properties.count", "resource.properties.locked"];

    private static readonly Gen<RuleValue> Values = Gen.Elements(
        RuleValue.Of("a"), RuleValue.Of("ab"), RuleValue.Of("read"), RuleValue.Of(1m), RuleValue.Of(2.5m), RuleValue.Of(true), RuleValue.Of(false));

    private static readonly Gen<Condition> Comparisons =
        from path in Gen.Elements(Paths)
        from how in Gen.Elements(Enum.GetValues<Comparison>())
        from value in Values
        from other in Values
        from number in Gen.Elements(0m, 1m, 2m)
        from prefix in Gen.Elements("a", "r")
        select (Condition)new Comparing(RuleProperty.Parse(path).Value, how, how switch
        {
            Comparison.Present => [],
            Comparison.Prefix => [RuleValue.Of(prefix)],
            Comparison.In => [value, other],
            Comparison.Equals => [value],
            _ => [RuleValue.Of(number)],
        });

    public static Gen<Condition> Conditions { get; } = Tree(3);

    public static Gen<AccessRule> Rules { get; } =
        from answer in Gen.Elements(Enum.GetValues<RuleAnswer>())
        from when in Conditions
        select new AccessRule($"{answer} {RulePack.Text(when).GetHashCode(StringComparison.Ordinal)}", answer, answer != RuleAnswer.Allow ? when
            : new AllOf([new Comparing(RuleProperty.ActionName, Comparison.Equals, [RuleValue.Of("read")]), when]));

    public static Gen<IReadOnlyList<AccessRule>> Sets { get; } =
        from count in Gen.Choose(0, 5)
        from rules in Gen.ListOf(Rules, count)
        select (IReadOnlyList<AccessRule>)[.. rules.DistinctBy(rule => rule.Name)];

    public static Gen<RuleCall> Calls { get; } =
        from action in Gen.Elements<object?>("read", "read", "write", null)
        from subject in Gen.Elements<object?>("a", "ab", null)
        from resource in Gen.Elements<object?>("a", "b", null)
        from role in Gen.Elements<object?>("a", "read", 1, null, new[] { "a" })
        from count in Gen.Elements<object?>(0, 1, 2.5, "1", null, true)
        from locked in Gen.Elements<object?>(true, false, "true", null)
        select RuleCall.Of(JsonSerializer.SerializeToElement(new
        {
            subject = new { id = subject, properties = new { role } },
            action = new { name = action, properties = new { count } },
            resource = new { id = resource, properties = new { locked } },
        }));

    /// <summary>How much lets through: whatever sends it to people is the same.</summary>
    public static int Looseness(this IReadOnlyList<AccessRule> rules, RuleCall call) => AccessRuleSet.Create(rules).Value.Judge(call).Answer switch
    {
        RuleAnswer.Allow => 2,
        RuleAnswer.Deny => 0,
        _ => 1,
    };

    private static Gen<Condition> Tree(int depth) => depth == 0 ? Comparisons : Gen.Frequency(
        (3, Comparisons),
        (1, Parts(depth).Select(parts => (Condition)new AllOf(parts))),
        (1, Parts(depth).Where(parts => parts.Count > 0).Select(parts => (Condition)new AnyOf(parts))),
        (1, Tree(depth - 1).Select(part => (Condition)new Not(part))));

    private static Gen<IReadOnlyList<Condition>> Parts(int depth) =>
        from count in Gen.Choose(0, 3)
        from parts in Gen.ListOf(Tree(depth - 1), count)
        select (IReadOnlyList<Condition>)[.. parts];
}
