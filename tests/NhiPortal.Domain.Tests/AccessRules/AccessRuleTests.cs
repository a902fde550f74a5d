using System.Text.Json;
using FsCheck.Fluent;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.AccessRules;

/// <summary>Rules answer any call, in any order alike, and only ever get looser where two people said so.</summary>
public sealed class AccessRuleTests
{
    [Fact]
    public void Condition_OfAnyCall_AnswersAndItsNotIsTheOpposite() => World.Holds(
        from condition in AccessRuleWorld.Conditions
        from call in AccessRuleWorld.Calls
        select (condition, call),
        both =>
        {
            var (holds, not) = (both.condition.Of(both.call), new Not(both.condition).Of(both.call));
            return Enum.IsDefined(holds) && (holds == Truth.Unknown ? not == Truth.Unknown : not != Truth.Unknown && not != holds);
        },
        5000);

    [Fact]
    public void Judge_InAnyOrder_AnswersTheSame() => World.Holds(
        from rules in AccessRuleWorld.Sets
        from shuffled in Gen.Shuffle(rules.AsEnumerable())
        from call in AccessRuleWorld.Calls
        select (rules, shuffled, call),
        all => AccessRuleSet.Create(all.rules).Value.Judge(all.call).Answer == AccessRuleSet.Create([.. all.shuffled]).Value.Judge(all.call).Answer
            || all.rules.Looseness(all.call) == ((IReadOnlyList<AccessRule>)[.. all.shuffled]).Looseness(all.call),
        3000);

    [Fact]
    public void Judge_AddingADenyOrAnAsk_NeverLoosens_AndTakingAnAllowAwayNeither() => World.Holds(
        from rules in AccessRuleWorld.Sets
        from added in AccessRuleWorld.Rules
        from call in AccessRuleWorld.Calls
        select (rules, added, call),
        all =>
        {
            var more = all.rules.Append(all.added with { Name = "added" }).ToList();
            return all.added.Answer == RuleAnswer.Allow ? all.rules.Looseness(all.call) <= more.Looseness(all.call) : more.Looseness(all.call) <= all.rules.Looseness(all.call);
        },
        5000);

    [Fact]
    public void Difference_NotWeaker_LetsNothingMoreThrough()
    {
        var (weaker, not) = (0, 0);
        World.Holds(
            from pool in AccessRuleWorld.Sets
            from before in Gen.SubListOf(pool.AsEnumerable())
            from after in Gen.SubListOf(pool.AsEnumerable())
            from answers in Gen.ArrayOf(Gen.Elements(RuleAnswer.NeedsApproval, RuleAnswer.Deny), 6)
            from call in AccessRuleWorld.Calls
            select (before: (IReadOnlyList<AccessRule>)[.. before], after: (IReadOnlyList<AccessRule>)[.. after.Select((rule, at) => rule.Answer == RuleAnswer.Allow ? rule : rule with { Answer = answers[at] })], call),
            all =>
            {
                if (AccessRuleDifference.Between(all.before, all.after).IsWeaker)
                {
                    weaker++;
                    return true;
                }

                not++;
                return all.after.Looseness(all.call) <= all.before.Looseness(all.call);
            },
            5000);
        Assert.True(weaker > 500 && not > 500, $"{weaker} weaker, {not} not");
    }

    [Fact]
    public void Pack_WrittenAndRead_IsTheSame() => World.Holds(
        from rules in AccessRuleWorld.Sets
        select rules,
        rules =>
        {
            var once = RulePack.Parse(new RulePack(rules, []).ToJson()).Value;
            return once.Rules.Count == rules.Count && RulePack.Parse(once.ToJson()).Value.ToJson() == once.ToJson();
        },
        1000);

    [Fact]
    public void Judge_AllowAndAStricterRuleThatCannotBeTold_GoesToPeople()
    {
        var rules = AccessRuleSet.Create(Read("""{"rules":[{"name":"a","answer":"allow","when":{"equals":{"action.name":"read"}}},{"name":"d","answer":"deny","when":{"equals":{"resource.properties.locked":true}}}]}""").Rules).Value;
        RuleVerdict Judge(string resource) => rules.Judge(RuleCall.Of(JsonDocument.Parse($$"""{"action":{"name":"read"},"resource":{{resource}}}""").RootElement));
        Assert.Equal((RuleAnswer.Allow, false), (Judge("""{"properties":{"locked":false}}""").Answer!.Value, Judge("""{"properties":{"locked":false}}""").InDoubt));
        Assert.Equal(RuleAnswer.Deny, Judge("""{"properties":{"locked":true}}""").Answer);
        foreach (var unknown in new[] { "{}", """{"properties":{"locked":"yes"}}""", """{"properties":{"locked":null}}""", """{"properties":{"locked":[true]}}""" })
            Assert.Equal((RuleAnswer.NeedsApproval, true, "d"), (Judge(unknown).Answer!.Value, Judge(unknown).InDoubt, Judge(unknown).Rule!.Name));
    }

    [Theory]
    [InlineData("""{"resource":{"properties":{"target":"t"}}}""", false)]
    [InlineData("""{"resource":{"properties":{}}}""", true)]
    [InlineData("{}", false)]
    public void Example_WithoutABelievedCaller_IsAnsweredAsAWorkloadWouldBe(string example, bool denied)
    {
        var rules = AccessRuleSet.Create(Read("""{"rules":[{"name":"d","answer":"deny","when":{"not":{"present":"resource.properties.department"}}}]}""").Rules).Value;
        Assert.Equal(denied ? RuleAnswer.Deny : null, rules.Judge(RuleCall.Of(JsonDocument.Parse(example).RootElement)).Answer);
    }

    [Theory]
    [InlineData("""{"rules":[{"name":"x","answer":"allow","when":{"all":[]}}]}""", "allow_names_no_action")]
    [InlineData("""{"rules":[{"name":"x","answer":"allow","when":{"any":[{"equals":{"action.name":"read"}},{"equals":{"subject.id":"a"}}]}}]}""", "allow_names_no_action")]
    [InlineData("""{"rules":[{"name":"x","answer":"allow","when":{"not":{"equals":{"action.name":"read"}}}}]}""", "allow_names_no_action")]
    [InlineData("""{"rules":[{"name":"x","answer":"allow","when":{"prefix":{"action.name":"read"}}}]}""", "allow_names_no_action")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"any":[]}}]}""", "rule_condition")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"at_least":{"action.properties.n":"1"}}}]}""", "rule_condition")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"prefix":{"resource.id":""}}}]}""", "rule_condition")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"in":{"resource.id":[]}}}]}""", "rule_condition")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"all":[]}},{"name":"X","answer":"deny","when":{"present":"resource.id"}}]}""", "rule_name")]
    [InlineData("""{"rules":[],"tests":[{"name":"t","expect":"none"},{"name":"T","expect":"deny"}]}""", "test_name")]
    public void Check_WhatMayNotBe_IsRefusedByName(string pack, string code) => Assert.Equal(code, Read(pack).Check().Refusal?.Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"rules":[],"rules":[]}""")]
    [InlineData("""{"rules":[],"more":1}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"maybe","when":{"all":[]}}]}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny"}]}""")]
    [InlineData("""{"rules":[{"name":"","answer":"deny","when":{"all":[]}}]}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"all":[],"any":[]}}]}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"matches":{"resource.id":"a"}}}]}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"equals":{"resource.owner":"a"}}}]}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"equals":{"resource.id":null}}}]}""")]
    [InlineData("""{"rules":[{"name":"x","answer":"deny","when":{"not":{"not":{"not":{"not":{"not":{"not":{"not":{"present":"subject.id"}}}}}}}}}]}""")]
    [InlineData("""{"rules":[],"tests":[{"name":"t","subject":"alice","expect":"deny"}]}""")]
    public void Parse_WhatIsNoPack_IsRefusedWithASentence(string pack)
    {
        var refusal = RulePack.Parse(pack).Refusal!;
        Assert.Equal("rule_pack", refusal.Code);
        Assert.True(refusal.Sentence.Length > 10);
    }

    [Fact]
    public void Check_TooManyTooDeepTooLarge_IsRefused()
    {
        Condition some = new Comparing(RuleProperty.ActionName, Comparison.Present, []);
        var many = Enumerable.Range(0, AccessRuleSet.MostRules + 1).Select(n => new AccessRule($"r{n}", RuleAnswer.Deny, some)).ToList();
        var deep = Enumerable.Range(0, Condition.Deepest).Aggregate(some, (inner, _) => new Not(inner));
        var large = new AllOf([.. Enumerable.Repeat(some, Condition.MostParts)]);
        Assert.Equal("too_many_rules", AccessRuleSet.Create(many).Refusal?.Code);
        Assert.Equal("rule_too_deep", AccessRuleSet.Create([new AccessRule("x", RuleAnswer.Deny, deep)]).Refusal?.Code);
        Assert.Equal("rule_too_large", AccessRuleSet.Create([new AccessRule("x", RuleAnswer.Deny, large)]).Refusal?.Code);
    }

    [Fact]
    public void WhyNeverAllowed_AnyActionThatIsAdministrativeSecretOrGrave_IsNamed()
    {
        foreach (var kind in Enum.GetValues<ActionClass>())
            foreach (var risk in Enum.GetValues<RiskLevel>())
            {
                var catalogue = new Dictionary<string, PrivilegedAction> { ["read"] = PrivilegedAction.Create("read", "read", kind, risk, "record") };
                var rules = AccessRuleSet.Create([new AccessRule("x", RuleAnswer.Allow, new Comparing(RuleProperty.ActionName, Comparison.In, [RuleValue.Of("other"), RuleValue.Of("read")]))]).Value;
                Assert.Equal(kind == ActionClass.OtherPrivileged && risk is (RiskLevel.Low or RiskLevel.Medium) ? null : "allow_administrative", rules.WhyNeverAllowed(catalogue)?.Code);
            }
    }

    private static RulePack Read(string pack) => RulePack.Parse(pack).Value;
}
