using FsCheck.Fluent;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.Tests.Policy;

/// <summary>Whoever writes, asks and publishes, and in whatever order: less never comes into force by its own people.</summary>
public sealed class PolicyDraftTests
{
    [Fact]
    public void Publish_ByAnybodyAfterAnything_NeverLetsOnePersonAskForLess() => World.Holds(
        from before in Policies.Rules
        from states in Gen.NonEmptyListOf(Policies.Rules)
        from writers in Gen.ArrayOf(Gen.Elements(World.People), 20)
        from asker in Gen.Elements(World.People)
        from second in Gen.Elements(World.People)
        from asks in Gen.Elements(true, false)
        select (before, states, writers, asker, second, asks),
        all =>
        {
            var inForce = PolicyVersion.Publish(1, ApprovalPolicy.Create(all.before).Value, null, World.Now);
            var draft = PolicyDraft.Start(inForce);
            foreach (var (rules, at) in all.states.Take(20).Select((rules, at) => (rules, at)))
                draft.Save(rules, all.writers[at], World.Now);
            if (all.asks)
                draft.Ask(all.asker, "because", World.Now);
            var published = draft.Publish(inForce, all.second, "because", World.Now);
            if (!published.Succeeded || !PolicyDifference.Between(all.before, draft.Rules).IsWeaker)
                return true;
            return all.asks && all.second != all.asker && !draft.Editors.Contains(all.second)
                && published.Value.AgreedById == all.second && published.Value.PublishedById == all.asker && published.Value.Hands.Contains(all.asker) && published.Value.Hands.Contains(all.second);
        },
        runs: 300);

    [Fact]
    public void Publish_VersionInForceIsAnotherThanItWasBegunFrom_IsRefused()
    {
        var first = PolicyVersion.Publish(1, ApprovalPolicy.Create(DefaultPolicy.Rules).Value, null, World.Now);
        var draft = PolicyDraft.Start(first);
        draft.Save([.. DefaultPolicy.Rules.Select(rule => rule with { LongestGrantMinutes = 5 })], World.People[0], World.Now);
        Assert.Equal("draft_outdated", draft.Publish(PolicyVersion.Publish(2, ApprovalPolicy.Create([]).Value, null, World.Now), World.People[0], "because", World.Now).Refusal?.Code);
    }

    [Fact]
    public void EveryChange_GivesTheDraftAnotherToken()
    {
        var draft = PolicyDraft.Start(PolicyVersion.Publish(1, ApprovalPolicy.Create(DefaultPolicy.Rules).Value, null, World.Now));
        var tokens = new List<Guid> { draft.Token };
        foreach (var change in new Action[]
                 { () => draft.Save(DefaultPolicy.Rules, World.People[0], World.Now), () => draft.Ask(World.People[0], "because", World.Now), () => draft.Decline(World.People[1], "no", World.Now) })
        {
            change();
            tokens.Add(draft.Token);
        }

        Assert.Equal(tokens.Count, tokens.Distinct().Count());
    }
}
