using System.Text.Json;

namespace NhiPortal.Domain.AccessRules;

/// <summary>An example call kept beside the rules, with the answer they must give; null is none of them.</summary>
public sealed record RuleTest(string Name, JsonElement Call, RuleAnswer? Expected)
{
    public const int Most = 100;

    public RuleTestOutcome Run(AccessRuleSet rules)
    {
        var verdict = rules.Judge(RuleCall.Of(Call));
        return new RuleTestOutcome(this, verdict.Answer, verdict.Rule?.Name);
    }
}

/// <summary>What the rules answered to an example.</summary>
public sealed record RuleTestOutcome(RuleTest Test, RuleAnswer? Answer, string? Rule)
{
    public bool Passed => Answer == Test.Expected;
}
