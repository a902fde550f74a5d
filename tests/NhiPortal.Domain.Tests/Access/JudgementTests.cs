using FsCheck.Fluent;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;

namespace NhiPortal.Domain.Tests.Access;

/// <summary>No allow without accountability, over random organisations, grants and questions.</summary>
public sealed class JudgementTests
{
    private static readonly FsCheck.Gen<(AccessFacts Facts, ActionCall Call, WorkloadId Workload, int Later, bool Named)> Questions =
        from facts in World.Facts
        from call in World.Calls
        from workload in Gen.Elements(World.Workloads)
        from later in Gen.Choose(0, 90)
        from named in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
        select (facts, call, workload, later, named);

    [Fact]
    public void Decide_Allows_OnlyWithEveryPartOfAccountability()
    {
        var allowed = 0;
        World.Holds(
            Questions,
            q =>
            {
                var now = World.Now.AddMinutes(q.Later);
                var answer = AccessJudge.Decide(q.Facts, q.Workload, q.Call, q.Named && q.Facts.Grants.Count > 0 ? q.Facts.Grants[0].Id.Value : null, now);
                if (!answer.Allowed)
                    return answer.Reason is not null && answer.Sentence.Length > 0;
                allowed++;
                var target = q.Facts.Targets[q.Call.Target];
                return q.Facts.Status == IntegrationStatus.Active
                    && (q.Facts.EndOfLife is null || now < q.Facts.EndOfLife)
                    && new[] { q.Facts.BusinessOwner, q.Facts.IamOwner, target.SystemOwner }.All(owner => owner is { PersonActive: true, External: false, HoldsUntil: { } until } && now < until)
                    && target.Actions[q.Call.Action].Covers(q.Call.ResourceId)
                    && answer.Grant is { } grant && grant.Workload == q.Workload && grant.BindingHash == q.Call.BindTo(q.Workload)
                    && grant.Status == Domain.Grants.GrantStatus.Active && now >= grant.From && now < grant.Until && (grant.UseLimit is null || grant.Uses < grant.UseLimit);
            },
            20_000);
        Assert.True(allowed > 300, $"Only {allowed} runs allowed anything; the property would prove little.");
    }

    [Fact]
    public void Decide_WithOneParameterChanged_NeverUsesTheGrant() => World.Holds(
        Questions,
        q =>
        {
            var answer = AccessJudge.Decide(q.Facts, q.Workload, q.Call, null, World.Now);
            if (!answer.Allowed)
                return true;
            var without = q.Facts with { Grants = [.. q.Facts.Grants.Where(grant => grant.Id != answer.Grant!.Id)] };
            var other = World.Call("somebody-else", q.Call.ResourceId);
            var alone = without with { Grants = [answer.Grant!] };
            return AccessJudge.Decide(alone, q.Workload, other, null, World.Now) is { Allowed: false, Reason: "parameters_changed" }
                && AccessJudge.Decide(alone, q.Workload, other, answer.Grant!.Id.Value, World.Now) is { Allowed: false, Reason: "parameters_changed" };
        });

    [Fact]
    public void Decide_TakingAnOwnerAway_NeverOpensAnything() => World.Holds(
        Questions,
        q =>
        {
            var now = World.Now;
            var before = AccessJudge.Decide(q.Facts, q.Workload, q.Call, null, now).Allowed;
            var after = AccessJudge.Decide(q.Facts with { BusinessOwner = null }, q.Workload, q.Call, null, now);
            return !after.Allowed && (!before || after.Reason == "ownership_gap:business_owner:hr-sync");
        });

    [Fact]
    public void Freeze_AddsNothing_AndEndsNothing() => World.Holds(
        Questions,
        q =>
        {
            var (frozen, now) = (q.Facts with { Frozen = [new(null, "Nobody confirmed it.")] }, World.Now);
            return AccessJudge.Decide(frozen, q.Workload, q.Call, null, now).Allowed == AccessJudge.Decide(q.Facts, q.Workload, q.Call, null, now).Allowed
                && AccessJudge.WhyBarred(frozen, q.Call, now) == AccessJudge.WhyBarred(q.Facts, q.Call, now)
                && AccessJudge.WhyNotRequestable(frozen, q.Call, now) is not null;
        });

    [Fact]
    public void Decide_OrderOfGrants_NeverMatters() => World.Holds(
        Questions,
        q => AccessJudge.Decide(q.Facts, q.Workload, q.Call, null, World.Now).Allowed
            == AccessJudge.Decide(q.Facts with { Grants = [.. q.Facts.Grants.Reverse()] }, q.Workload, q.Call, null, World.Now).Allowed);

    [Fact]
    public void Decide_SamePersonInAllRoles_IsAGap()
    {
        var everyone = new OwnerFact(OwnerRole.BusinessOwner, World.People[0], "P", true, false, World.Now.AddDays(1));
        World.Holds(
            World.Facts,
            facts =>
            {
                var target = facts.Targets["corp-directory"] with { SystemOwner = everyone with { Role = OwnerRole.SystemOwner } };
                var alone = facts with
                {
                    BusinessOwner = everyone,
                    IamOwner = everyone with { Role = OwnerRole.IamOwner },
                    Targets = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create("corp-directory", target)]),
                };
                return !AccessJudge.Decide(alone, World.Workloads[0], World.Call("u1"), null, World.Now).Allowed;
            },
            200);
    }

    [Theory]
    [InlineData("corp-directory", "role.grant")]
    [InlineData("orders-db", "group.add_member")]
    [InlineData("no-such-target", "no.such_action")]
    public void Decide_UnknownOrForeignPath_IsSimplyNotOnTheList(string target, string action) => World.Holds(
        World.Facts.Where(facts => facts is { Status: IntegrationStatus.Active, EndOfLife: null }),
        facts => AccessJudge.Decide(facts, World.Workloads[0], World.Call("u1", "admins", action, target), null, World.Now).Reason == "not_on_approved_list",
        100);
}
