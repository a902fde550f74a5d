using FsCheck.Fluent;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Policy;

/// <summary>Whether a policy asks for less is told exactly, whatever its rules and their order are.</summary>
public sealed class PolicyDifferenceTests
{
    private static readonly ApprovalRule Strict = new()
    {
        Name = "strict",
        Stages = [new(1, OwnerRole.SystemOwner, 2), new(2, OwnerRole.IamOwner, 1)],
        LongestGrantMinutes = 60,
        RequestLifetimeMinutes = 120,
        UseLimit = 3,
        FirstUseMinutes = 10,
        RequiresTicket = true,
        AlwaysBrokered = true,
        TicketPattern = "CHG-[0-9]+",
        Window = new ChangeWindow { Days = [DayOfWeek.Monday, DayOfWeek.Tuesday], From = new(8, 0), Until = new(17, 0), Zone = "UTC", ClosedDays = [new(2026, 3, 2)] },
    };

    /// <summary>What each case gives up, and the aspect it must be named by.</summary>
    public static TheoryData<string, RuleAspect> Loosened => new()
    {
        { "fewer people", RuleAspect.Approvers }, { "no second stage", RuleAspect.Approvers }, { "another role", RuleAspect.Approvers },
        { "longer grant", RuleAspect.GrantLength }, { "more uses", RuleAspect.UseLimit }, { "any number of uses", RuleAspect.UseLimit },
        { "later first use", RuleAspect.FirstUse }, { "first use whenever", RuleAspect.FirstUse }, { "longer wait", RuleAspect.RequestLifetime },
        { "shorter look-back", RuleAspect.ControllerDays }, { "no justification", RuleAspect.Justification }, { "no ticket", RuleAspect.Ticket },
        { "any ticket", RuleAspect.TicketPattern }, { "other tickets", RuleAspect.TicketPattern }, { "no window", RuleAspect.Window },
        { "one more day", RuleAspect.Window }, { "one more hour", RuleAspect.Window }, { "a night", RuleAspect.Window }, { "all day", RuleAspect.Window },
        { "another zone", RuleAspect.Window }, { "no closed day", RuleAspect.Window }, { "break-glass", RuleAspect.Emergency },
        { "by anybody", RuleAspect.Brokering },
        { "pre-approvals", RuleAspect.Standing }, { "longer pre-approvals", RuleAspect.Standing },
    };

    [Theory]
    [MemberData(nameof(Loosened))]
    public void Between_OneFieldLoosened_IsWeakerInThatAspectAloneAndStricterBackAgain(string what, RuleAspect aspect)
    {
        var (before, loose) = (what == "longer pre-approvals" ? Strict with { StandingDays = 30 } : Strict, Loosen(what));
        Assert.Equal([new RuleChange(aspect, Strength.Weaker)], Assert.Single(PolicyDifference.Between([before], [loose]).Shifts).Changes);
        Assert.True(PolicyDifference.Between([before], [loose]).IsWeaker);
        // Of two things that cannot be compared each is weaker than the other.
        if (what is not ("another role" or "other tickets" or "another zone" or "a night"))
            Assert.False(PolicyDifference.Between([loose], [before]).IsWeaker);
    }

    [Fact]
    public void Between_AnyTwoPolicies_IsWeakerExactlyWhereSomeSubjectIsJudgedMoreLoosely() => World.Holds(
        from before in Policies.Rules from after in Policies.Rules select (before, after),
        pair => PolicyDifference.Between(pair.before, pair.after).IsWeaker
            == Everything().Select(subject => (Before: pair.before.FirstOrDefault(rule => rule.Matches(subject)), After: pair.after.FirstOrDefault(rule => rule.Matches(subject))))
                .Distinct().Any(judged => Looser(judged.Before, judged.After)),
        runs: 150);

    [Fact]
    public void Between_AnyTwoPolicies_NamesEverySubjectThatChangesAndNoOther() => World.Holds(
        from before in Policies.Rules from after in Policies.Rules from subject in Policies.Subjects select (before, after, subject),
        all =>
        {
            var (before, after) = (all.before.FirstOrDefault(rule => rule.Matches(all.subject)), all.after.FirstOrDefault(rule => rule.Matches(all.subject)));
            var named = all.before.Concat(all.after).SelectMany(rule => rule.Tenants).Contains(all.subject.Tenant);
            var asked = named ? all.subject : all.subject with { Tenant = PolicyDifference.AnyOtherTenant };
            var told = PolicyDifference.Between(all.before, all.after).Shifts.Where(shift => shift.Subjects.Contains(asked)).ToList();
            return RuleStrength.Compare(before, after).Count == 0 ? told.Count == 0 : told is [var only] && only.Before == before && only.After == after;
        },
        runs: 500);

    [Fact]
    public void Between_APolicyAndItself_HasNoDifference() => World.Holds(Policies.Rules, rules => PolicyDifference.Between(rules, rules).Shifts.Count == 0, runs: 300);

    [Fact]
    public void Between_AStageAddedToAnyRule_IsNeverWeaker() => World.Holds(
        from rules in Policies.Rules.Where(rules => rules.Count > 0)
        from at in Gen.Choose(0, 3)
        from role in Gen.Elements(Enum.GetValues<OwnerRole>())
        from order in Gen.Choose(1, 3)
        from quorum in Gen.Choose(1, 2)
        select (rules, at: at % rules.Count, stage: new PolicyStage(order, role, quorum)),
        all => !PolicyDifference.Between(all.rules, [.. all.rules.Select((rule, place) => place == all.at ? rule with { Stages = [.. rule.Stages, all.stage] } : rule)]).IsWeaker,
        runs: 300);

    [Fact]
    public void Between_RulesThatNeverMeet_OrderChangesNothing() => World.Holds(
        Gen.ListOf(Policies.Rule, 4),
        list =>
        {
            var apart = list.Select((rule, at) => rule with { Kinds = [(IntegrationKind)at] }).ToList();
            return PolicyDifference.Between(apart, [.. apart.AsEnumerable().Reverse()]).Shifts.Count == 0;
        },
        runs: 200);

    [Fact]
    public void Between_ALooserRuleMovedAhead_IsWeakerThoughNoRuleChanged()
    {
        var critical = Strict with { Name = "critical", Criticalities = [Criticality.Critical] };
        var rest = Strict with { Name = "rest", LongestGrantMinutes = 600 };
        var shift = Assert.Single(PolicyDifference.Between([critical, rest], [rest, critical]).Shifts);
        Assert.True(shift.IsWeaker);
        Assert.All(shift.Subjects, subject => Assert.Equal(Criticality.Critical, subject.Criticality));
    }

    [Fact]
    public void Between_ARuleForATenantRemoved_FallsToTheNextAndIsJudgedSo()
    {
        var home = Strict with { Name = "home", Tenants = ["home"] };
        var all = Strict with { Name = "all", UseLimit = 50 };
        Assert.Equal([("home", true)], PolicyDifference.Between([home, all], [all]).Shifts.Select(shift => (shift.Subjects.Select(subject => subject.Tenant).Distinct().Single(), shift.IsWeaker)));
        Assert.False(PolicyDifference.Between([all], [home, all]).IsWeaker);
        Assert.Equal(RuleAspect.Coverage, PolicyDifference.Between([home], []).Shifts.Single().Changes.Single().Aspect);
        Assert.True(PolicyDifference.Between([], [home]).IsWeaker);
    }

    [Fact]
    public void Between_StagesReordered_IsTold_AndNeitherMoreNorLess()
    {
        var other = Strict with { Stages = [new(1, OwnerRole.SystemOwner, 2), new(1, OwnerRole.IamOwner, 1)] };
        Assert.Equal([new RuleChange(RuleAspect.Order, Strength.Same)], Assert.Single(PolicyDifference.Between([Strict], [other]).Shifts).Changes);
    }

    [Theory]
    [InlineData(30, null)]
    [InlineData(null, 30)]
    [InlineData(30, 300)]
    public void Between_EscalatedSoonerLaterOrNever_IsTold_AndNeitherMoreNorLess(int? before, int? after) => Assert.Equal(
        [new RuleChange(RuleAspect.Escalation, Strength.Same)],
        Assert.Single(PolicyDifference.Between([Strict with { EscalateAfterMinutes = before }], [Strict with { EscalateAfterMinutes = after }]).Shifts).Changes);

    private static IEnumerable<PolicySubject> Everything() =>
        from tenant in Policies.Tenants.Append("never-named")
        from subject in PolicyDifference.Subjects([])
        select subject with { Tenant = tenant };

    /// <summary>Written from the meaning of each field, not from the code under test.</summary>
    private static bool Looser(ApprovalRule? before, ApprovalRule? after)
    {
        if (after is null || ReferenceEquals(before, after))
            return false;
        if (before is null)
            return true;
        int People(ApprovalRule rule, OwnerRole role) => rule.Stages.Where(stage => stage.Role == role).Sum(stage => stage.Quorum);
        return Enum.GetValues<OwnerRole>().Any(role => People(after, role) < People(before, role))
            || after.LongestGrantMinutes > before.LongestGrantMinutes || after.RequestLifetimeMinutes > before.RequestLifetimeMinutes
            || after.UseLimit > before.UseLimit || (after.FirstUseMinutes is null && before.FirstUseMinutes is not null)
            || (before.RequiresTicket && !after.RequiresTicket) || (after.StandingDays ?? 0) > (before.StandingDays ?? 0) || WidensWindow(before.Window, after.Window);
    }

    private static bool WidensWindow(ChangeWindow? before, ChangeWindow? after)
    {
        if (before is null)
            return false;
        if (after is null || after.Zone != before.Zone)
            return true;
        // Three months of half hours hold every weekday, every closed day and a change of clocks.
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return Enumerable.Range(0, 48 * 90).Any(half => after.IsOpenAt(start.AddMinutes(30 * half)) && !before.IsOpenAt(start.AddMinutes(30 * half)));
    }

    private static ApprovalRule Loosen(string what)
    {
        var window = Strict.Window!;
        return what switch
        {
            "fewer people" => Strict with { Stages = [new(1, OwnerRole.SystemOwner, 1), new(2, OwnerRole.IamOwner, 1)] },
            "no second stage" => Strict with { Stages = [new(1, OwnerRole.SystemOwner, 2)] },
            "another role" => Strict with { Stages = [new(1, OwnerRole.SystemOwner, 2), new(2, OwnerRole.BusinessOwner, 1)] },
            "longer grant" => Strict with { LongestGrantMinutes = 61 },
            "more uses" => Strict with { UseLimit = 4 },
            "any number of uses" => Strict with { UseLimit = null },
            "later first use" => Strict with { FirstUseMinutes = 11 },
            "first use whenever" => Strict with { FirstUseMinutes = null },
            "longer wait" => Strict with { RequestLifetimeMinutes = 121 },
            "shorter look-back" => Strict with { ControllerDays = 29 },
            "no justification" => Strict with { RequiresJustification = false },
            "no ticket" => Strict with { RequiresTicket = false },
            "any ticket" => Strict with { TicketPattern = null },
            "other tickets" => Strict with { TicketPattern = "INC-[0-9]+" },
            "no window" => Strict with { Window = null },
            "one more day" => Strict with { Window = window with { Days = [.. window.Days, DayOfWeek.Sunday] } },
            "one more hour" => Strict with { Window = window with { Until = new(18, 0) } },
            "a night" => Strict with { Window = window with { From = new(20, 0), Until = new(4, 0) } },
            "all day" => Strict with { Window = window with { From = new(0, 0), Until = new(0, 0) } },
            "another zone" => Strict with { Window = window with { Zone = "Europe/Stockholm" } },
            "no closed day" => Strict with { Window = window with { ClosedDays = [] } },
            "break-glass" => Strict with { EmergencyAllowed = true },
            "by anybody" => Strict with { AlwaysBrokered = false },
            "pre-approvals" => Strict with { StandingDays = 1 },
            "longer pre-approvals" => Strict with { StandingDays = 31 },
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
    }
}
