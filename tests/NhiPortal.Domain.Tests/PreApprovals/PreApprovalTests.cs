using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.PreApprovals;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.PreApprovals;

/// <summary>What stands in for people stands only as long, as often and for what they agreed to, over random people, policies and uses.</summary>
public sealed class PreApprovalTests
{
    private static readonly StandingTerms Terms = new("nightly", 4, 2, World.Now.AddDays(3));

    private sealed record Use(AskedFor Ask, IReadOnlyList<ApproverFacts> People, bool SameBasis, int Hours);

    private sealed record Story(AskedFor Ask, IReadOnlyList<ApproverFacts> People, ApprovalRule Today, IReadOnlyList<Use> Uses);

    private static readonly Gen<Story> Stories =
        from ask in World.Asks
        from pattern in Gen.Elements("admins", "read*", "*")
        from people in Gen.ListOf(World.Approvers).Resize(30)
        from days in Gen.Frequency((6, Gen.Constant<int?>(30)), (1, Gen.Elements<int?>(null, 1)))
        from uses in Gen.ListOf(
            from use in World.Asks
            from changed in Gen.ListOf(World.Approvers).Resize(1)
            from same in Gen.Frequency((8, Gen.Constant(true)), (1, Gen.Constant(false)))
            from hours in Gen.Choose(0, 80)
            select new Use(use, [.. changed], same, hours)).Resize(25)
        let rule = ask.Rule with { StandingDays = 30 }
        select new Story(
            ask with { Call = ask.Call with { ResourceId = pattern }, Rule = rule, Terms = Terms, RequestedBy = null, StartedBy = null }, [.. World.People.Select(person => new ApproverFacts { Person = person, Active = true, InTenant = true, RolesHeld = World.AllRoles.ToHashSet() }), .. people], rule with { StandingDays = days }, [.. uses]);

    [Fact]
    public void AnswerUnder_OverRandomStories_OnlyWhatEverybodyStillEligibleAgreedTo_AndNeverOftener()
    {
        var granted = 0;
        World.Holds(
            Stories,
            story =>
            {
                var given = AccessRequest.Ask(story.Ask, World.Now);
                foreach (var person in story.People)
                    if (given.Decide(person, Answer.Approve(Math.Min(60, given.LongestMinutes)), World.Now) is { Succeeded: true, Value: not null })
                        return false;
                if (given.Status != RequestStatus.Approved)
                    return true;
                if (!given.Stages.TrueForAll(stage => given.Decisions.Where(d => d.Stage == stage.Number).Select(d => d.PersonId).Distinct().Count() >= stage.Quorum))
                    return false;
                var standing = PreApproval.Of(given, World.Now);
                var then = story.People.GroupBy(person => person.Person).ToDictionary(same => same.Key, same => same.First());
                var days = new List<DateOnly>();
                foreach (var use in story.Uses.OrderBy(use => use.Hours))
                {
                    var now = World.Now.AddHours(use.Hours);
                    foreach (var person in use.People)
                        then[person.Person] = person;
                    var request = AccessRequest.Ask(use.Ask with { Call = use.Ask.Call, Rule = story.Today, RequestedBy = null }, now);
                    var (before, uses) = (request.Status, standing.Uses);
                    var answer = request.AnswerUnder(standing, new StandingFacts(given, use.SameBasis ? standing.BasisHash : "other", story.Today, person => then[person]), now);
                    if (!answer.Succeeded)
                    {
                        if (request.Status != before || request.UnderId is not null || request.Decisions.Count > 0 || standing.Uses != uses)
                            return false;
                        continue;
                    }

                    granted++;
                    days.Add(DateOnly.FromDateTime(now.UtcDateTime));
                    if (!Agreed(given, standing, story.Today, use, request, answer.Value, then, now))
                        return false;
                }

                return standing.Uses == days.Count && days.Count <= Terms.Uses && days.GroupBy(day => day).All(day => day.Count() <= Terms.PerDay)
                    && (standing.Uses < Terms.Uses || standing.Status == PreApprovalStatus.UsedUp);
            },
            4000);
        Assert.True(granted > 100, $"Only {granted} uses were granted; the property would prove little.");
    }

    private static bool Agreed(
        AccessRequest given, PreApproval standing, ApprovalRule today, Use use, AccessRequest request, Grant grant, Dictionary<PersonId, ApproverFacts> then, DateTimeOffset now)
    {
        bool Eligible(ApprovalDecision decision) => then[decision.PersonId] is { Active: true, InTenant: true } person && person.RolesHeld.Contains(decision.Role)
            && request.StartedById != person.Person && !person.Accounts.Contains(request.ResourceId) && !Beneficiaries.Of(request).Any(person.Accounts.Contains)
            && !person.Controllers.Any(controller => controller.Person == person.Person);
        return use.SameBasis && today.StandingDays is not null && now < standing.Until
            && request.WorkloadId == given.WorkloadId && request.ActionName == given.ActionName && request.Parameters == given.Parameters && PrivilegePath.Matches(given.ResourceId, request.ResourceId)
            && given.Stages.TrueForAll(stage => given.Decisions.Where(d => d.Stage == stage.Number && Eligible(d)).Select(d => d.PersonId).Distinct().Count() >= stage.Quorum)
            && request.Decisions.Select(d => d.PersonId).ToHashSet().SetEquals(given.Decisions.Select(d => d.PersonId))
            && (grant.UseLimit, grant.BindingHash) == (1, request.BindingHash) && grant.Until <= standing.Until && grant.Until - now <= TimeSpan.FromMinutes(Math.Min(standing.Minutes, request.LongestMinutes));
    }

    [Fact]
    public void Ended_HoweverItEnded_AnswersNothingAndNeverLivesOn() => World.Holds(
        from how in Gen.Choose(0, 2)
        from hours in Gen.Choose(0, 100)
        select (how, hours),
        ended =>
        {
            var standing = Given();
            var now = World.Now.AddHours(1);
            if (!(ended.how switch { 0 => standing.Revoke(null, "no longer", now).Succeeded, 1 => standing.End("an owner", now), _ => standing.Expire(standing.Until) }))
                return false;
            var (status, later) = (standing.Status, World.Now.AddHours(ended.hours));
            return standing.WhyNotNow(later) is not null && !standing.Revoke(null, "again", later).Succeeded && !standing.End("again", later) && !standing.Expire(later.AddYears(1)) && standing.Status == status;
        });

    [Theory]
    [InlineData(null, 4, 2, 3)]
    [InlineData("nightly", 0, 1, 3)]
    [InlineData("nightly", 1, 2, 3)]
    [InlineData("nightly", StandingTerms.MostUses + 1, 1, 3)]
    [InlineData("nightly", 200, StandingTerms.MostPerDay + 1, 3)]
    [InlineData("nightly", 4, 2, 0)]
    [InlineData("nightly", 4, 2, ApprovalPolicy.LongestStandingDays + 1)]
    public void Terms_OutOfBounds_AreRefused(string? name, int uses, int perDay, int days) => Assert.False(StandingTerms.Create(name, uses, perDay, days, World.Now).Succeeded);

    [Fact]
    public void Rule_ForCriticalOrAnything_OrForTooLong_CannotAllowOne()
    {
        static string? Refused(ApprovalRule rule) => ApprovalPolicy.Create([rule]).Refusal?.Code;
        var rule = DefaultPolicy.Rules[0] with { Risks = [RiskLevel.Low, RiskLevel.High], StandingDays = 30 };
        Assert.Null(Refused(rule));
        Assert.Equal("standing_critical", Refused(rule with { Risks = [] }));
        Assert.Equal("standing_critical", Refused(rule with { Risks = [RiskLevel.Critical] }));
        Assert.Equal("standing_days", Refused(rule with { StandingDays = ApprovalPolicy.LongestStandingDays + 1 }));
        // And again when it runs, whatever was saved.
        Assert.Equal("standing_critical", (rule with { Risks = [] }).WhyNotStanding(Terms, RiskLevel.Critical, World.Now)!.Code);
    }

    [Fact]
    public void Agreeing_ToOneAction_IsNeverAgreeingToAStandingOne() => World.Holds(
        World.Asks,
        ask => AccessRequest.Ask(ask with { Terms = Terms }, World.Now).BindingHash != AccessRequest.Ask(ask, World.Now).BindingHash
            && AccessRequest.Ask(ask with { Terms = Terms }, World.Now).BindingHash != AccessRequest.Ask(ask with { Terms = Terms with { Uses = 5 } }, World.Now).BindingHash);

    [Fact]
    public void Simulation_OfAPolicyWithout_SaysThatPeopleWouldHaveBeenAsked()
    {
        var rule = DefaultPolicy.Rules[1] with { Risks = [RiskLevel.High], StandingDays = 7 };
        var ask = new PastAsk
        {
            Subject = new(rule.Kinds[0], ActionClass.ChangesAdmin, RiskLevel.High, Criticality.High, DeploymentEnvironment.Production, "home"), AskedAt = World.Now,
            Ticket = null, JustificationLength = 20, Approvers = 2, RequestedMinutes = 30, LongestMinutes = rule.LongestGrantMinutes,
        };
        IReadOnlyList<SimulatedEffect> Of(ApprovalRule judged, PastAsk past) => new PolicySimulation(ApprovalPolicy.Create([judged]).Value).Of(past);
        Assert.Equal([SimulatedEffect.Same], Of(rule, ask with { WasPreApproved = true }));
        Assert.Equal([SimulatedEffect.PeopleAsked], Of(rule with { StandingDays = null }, ask with { WasPreApproved = true }));
        Assert.Equal([SimulatedEffect.Same], Of(rule, ask with { StandingFor = TimeSpan.FromDays(7) }));
        Assert.Equal([SimulatedEffect.WouldBeRefused], Of(rule, ask with { StandingFor = TimeSpan.FromDays(8) }));
    }

    private static PreApproval Given()
    {
        var rule = new ApprovalRule { Name = "any", Stages = [new(1, OwnerRole.SystemOwner, 1)], LongestGrantMinutes = 60, RequestLifetimeMinutes = 60, StandingDays = 30 };
        var request = AccessRequest.Ask(
            new AskedFor
            {
                Tenant = default, Integration = default, Workload = World.Workloads[0], Target = World.Directory, Call = World.Call("u1", "*"), Parameters = "{}", Risk = RiskLevel.High,
                Justification = "because", Minutes = 30, Rule = rule, PolicyVersion = 1, Basis = new([]), Terms = Terms,
            }, World.Now);
        var person = new ApproverFacts { Person = World.People[0], Active = true, InTenant = true, RolesHeld = World.AllRoles.ToHashSet() };
        Assert.True(request.Decide(person, Answer.Approve(30), World.Now).Succeeded);
        return PreApproval.Of(request, World.Now);
    }
}
