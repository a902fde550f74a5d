using System.Collections.Frozen;
using FsCheck.Fluent;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.AccessRules;

/// <summary>Whatever rules a tenant has: nothing administrative passes without a grant, and what barred an action before bars it still.</summary>
public sealed class RuleJudgementTests
{
    [Fact]
    public void Decide_WithAnyRules_AllowsOnlyByAGrantOrWhatARuleMayAllow()
    {
        var byRule = 0;
        World.Holds(
            from facts in World.Facts
            from call in World.Calls
            from answer in Gen.Elements(Enum.GetValues<RuleAnswer>())
            from kind in Gen.Frequency((3, Gen.Constant(ActionClass.OtherPrivileged)), (1, Gen.Elements(Enum.GetValues<ActionClass>())))
            from risk in Gen.Frequency((3, Gen.Elements(RiskLevel.Low, RiskLevel.Medium)), (1, Gen.Elements(RiskLevel.High, RiskLevel.Critical)))
            from permitted in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
            from people in Gen.ListOf(Gen.Elements(World.People[..3]), 2)
            from readable in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
            select (facts: With(facts, answer, kind, risk, permitted, [.. people], readable), bare: With(facts, null, kind, risk, permitted, [], true), call, answer),
            all =>
            {
                var (with, without) = (AccessJudge.Decide(all.facts, World.Workloads[0], all.call, null, World.Now), AccessJudge.Decide(all.bare, World.Workloads[0], all.call, null, World.Now));
                if (!with.Allowed)
                    return true;
                if (with.Grant is not null)
                    return without.Allowed && all.answer != RuleAnswer.Deny;
                byRule++;
                var path = all.facts.Targets[all.call.Target].Actions[all.call.Action];
                return with.Rule is not null && all.answer == RuleAnswer.Allow && path is { Class: ActionClass.OtherPrivileged, Risk: RiskLevel.Low or RiskLevel.Medium, AccessRulesMayAllow: true }
                    && all.facts.Rules!.Publishers.Select(publisher => publisher.Person).Distinct().Count() == 2 && without.Requestable;
            },
            20_000);
        Assert.True(byRule > 50, $"Only {byRule} runs were allowed by a rule.");
    }

    [Fact]
    public void Decide_RulesThatCannotBeRead_DenyEverything() => World.Holds(
        World.Facts,
        facts => !AccessJudge.Decide(facts with { Rules = new RulesInForce(2, null, []) }, World.Workloads[0], World.Call("u1"), null, World.Now).Allowed,
        500);

    [Fact]
    public void Decide_AWorkloadsOwnWords_AreBelievedAboutItsActionAlone()
    {
        var facts = With(Accountable(), null, ActionClass.OtherPrivileged, RiskLevel.Low, true, [], true);
        RulesInForce Rules(string path) => new(1, AccessRuleSet.Create([new AccessRule("d", RuleAnswer.Deny, new Comparing(RuleProperty.Parse(path).Value, Comparison.Equals, [RuleValue.Of("u1")]))]).Value, []);
        string? Reason(string path) => AccessJudge.Decide(facts with { Rules = Rules(path) }, World.Workloads[0], World.Call("u1"), null, World.Now).Reason;
        Assert.Equal("access_rule", Reason("action.properties.member"));
        Assert.Equal("approval_required", Reason("subject.properties.member"));
        Assert.Equal("approval_required", Reason("resource.properties.member"));
    }

    private static AccessFacts Accountable()
    {
        var owners = new[] { OwnerRole.BusinessOwner, OwnerRole.IamOwner, OwnerRole.SystemOwner }
            .Select((role, at) => new OwnerFact(role, World.People[at], "P", true, false, World.Now.AddDays(1))).ToArray();
        var facts = World.Facts.Sample(1, 1).First() with { Status = IntegrationStatus.Active, EndOfLife = null, BusinessOwner = owners[0], IamOwner = owners[1], Grants = [] };
        return facts with { Targets = facts.Targets.ToFrozenDictionary(target => target.Key, target => target.Value with { SystemOwner = owners[2] }) };
    }

    private static AccessFacts With(AccessFacts facts, RuleAnswer? answer, ActionClass kind, RiskLevel risk, bool permitted, PersonId[] people, bool readable) => facts with
    {
        Targets = facts.Targets.ToFrozenDictionary(target => target.Key, target => target.Value with
        {
            Actions = target.Value.Actions.ToFrozenDictionary(action => action.Key, action => action.Value with { Class = kind, Risk = risk, Rule = DefaultPolicy.Rules[1] with { AccessRulesMayAllow = permitted } }),
        }),
        Rules = answer is not { } given ? null : new RulesInForce(
            1, readable ? AccessRuleSet.Create([new AccessRule("x", given, new Comparing(RuleProperty.ActionName, Comparison.Equals, [RuleValue.Of("group.add_member")]))]).Value : null,
            [.. people.Select(person => new RulePublisher(person, "P"))]),
    };
}
