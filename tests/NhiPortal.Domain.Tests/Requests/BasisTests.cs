using FsCheck.Fluent;
using NhiPortal.Domain.Access;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Requests;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Requests;

/// <summary>What an approval rests on: any meaningful change voids it, what only shows does not, and nobody's answer outlives its facts.</summary>
public sealed class BasisTests
{
    private const string Target = "corp-directory", Action = "group.add_member";

    private static readonly FsCheck.Gen<AccessFacts> Pictures =
        from facts in World.Facts
        from rule in World.Rules
        from purpose in Gen.Elements("Adds members.", "Removes members.", new string('x', 1000), new string('x', 1001))
        from vendor in Gen.Elements<string?>(null, "acme")
        select Changed(facts, path => path with { Rule = rule }) with { Purpose = purpose, Vendor = vendor };

    public static TheoryData<string, BasisPart> Meaningful => new()
    {
        { "purpose", BasisPart.Integration }, { "long purpose", BasisPart.Integration }, { "kind", BasisPart.Integration }, { "environment", BasisPart.Integration },
        { "vendor", BasisPart.Integration }, { "end of life", BasisPart.Integration }, { "pattern", BasisPart.Integration }, { "another way", BasisPart.Integration },
        { "criticality", BasisPart.Target }, { "target environment", BasisPart.Target }, { "class", BasisPart.Target }, { "risk", BasisPart.Target }, { "fields", BasisPart.Target },
        { "business owner", BasisPart.Owners }, { "iam owner", BasisPart.Owners }, { "system owner", BasisPart.Owners },
        { "stages", BasisPart.Policy }, { "longest", BasisPart.Policy }, { "uses", BasisPart.Policy }, { "first use", BasisPart.Policy }, { "ticket", BasisPart.Policy },
        { "justification", BasisPart.Policy }, { "controllers", BasisPart.Policy }, { "no rule", BasisPart.Policy },
    };

    [Theory]
    [MemberData(nameof(Meaningful))]
    public void ChangesTo_AnythingMeaningful_IsSeenAndStopsTheGrant(string what, BasisPart part) => World.Holds(
        from facts in Pictures
        from grant in World.Grants
        select (facts, grant),
        x =>
        {
            var (before, after) = (Owned(x.facts), Other(Owned(x.facts), what));
            var (basis, today) = (Of(before), Of(after));
            var grant = x.grant with { Action = Action, Basis = basis.Hash };
            var changes = basis.ChangesTo(today, answered: true);
            return basis.Hash != today.Hash && changes.Count > 0 && changes.All(change => change.Part == part && change.Before != change.After && change.Before?.Length is not > 310 && change.After?.Length is not > 310)
                && !(before with { Grants = [grant] }).MarkDrift().Grants[0].Drifted
                && (after with { Grants = [grant] }).MarkDrift().Grants[0] is { Drifted: true } drifted && !drifted.LiveAt(World.Now);
        },
        200);

    [Theory]
    [InlineData("names")]
    [InlineData("window")]
    [InlineData("timers")]
    [InlineData("order of patterns")]
    [InlineData("status")]
    public void ChangesTo_WhatOnlyShows_OrIsAskedAtEveryUse_IsNone(string what) => World.Holds(
        Pictures,
        facts =>
        {
            var (basis, today) = (Of(Owned(facts)), Of(Harmless(Owned(facts), what)));
            return basis.Hash == today.Hash && basis.ChangesTo(today, answered: true).Count == 0;
        },
        300);

    [Fact]
    public void ChangesTo_SameHash_IffNothingChanged() => World.Holds(
        from one in Pictures
        from other in Pictures
        select (Of(Owned(one)), Of(Owned(other))),
        x => x.Item1.ChangesTo(x.Item1, true).Count == 0 && (x.Item1.Hash == x.Item2.Hash) == (x.Item1.ChangesTo(x.Item2, true).Count == 0));

    [Fact]
    public void ChangesTo_EmptySeat_OrOwnersNobodyAnsweredUnder_AreNoChange() => World.Holds(
        Pictures,
        facts => Of(Owned(facts)) is var basis
            && basis.ChangesTo(Of(Owned(facts) with { IamOwner = null }), answered: true).Count == 0
            && basis.ChangesTo(Of(Other(Owned(facts), "iam owner")), answered: false).Count == 0);

    [Fact]
    public void Decide_OnFactsThatChanged_IsNeverAllowed() => World.Holds(
        from facts in Pictures
        from call in World.Calls
        from what in Gen.Elements(Meaningful.Select(row => row.Data.Item1).ToArray())
        select (Facts: Owned(facts), call, what),
        x =>
        {
            var bound = (x.Facts with { Grants = [.. x.Facts.Grants.Select(grant => grant with { Basis = Of(x.Facts).Hash })] }).MarkDrift();
            var after = Other(bound, x.what).MarkDrift();
            return !AccessJudge.Decide(after, World.Workloads[0], x.call, null, World.Now).Allowed
                && (AccessJudge.Decide(bound, World.Workloads[0], x.call, null, World.Now) is not { Allowed: true } allowed
                    || AccessJudge.Decide(after, World.Workloads[0], x.call, allowed.Grant!.Id.Value, World.Now).Reason is "facts_changed" or "not_on_approved_list" or "parameter_missing" or "parameters_changed" or "integration_not_active");
        });

    [Fact]
    public void Again_WhateverWasAnswered_BeginsWithoutAnAnswer_AndBarsTheSamePeople() => World.Holds(
        from request in World.Requests
        from approvers in Gen.ListOf(World.Approvers)
        from rule in World.Rules
        select (request, approvers, rule),
        x =>
        {
            foreach (var approver in x.approvers)
                x.request.Decide(approver, Answer.Approve(1), World.Now);
            var approved = x.request.Status == RequestStatus.Approved;
            var again = x.request.Again(new Basis([]), x.rule, 2, RiskLevel.Critical, [], World.Now.AddMinutes(1));
            return again is { Status: RequestStatus.Pending, Decisions.Count: 0 } && again.FollowsId == x.request.Id && x.request.Status == (approved ? RequestStatus.Approved : RequestStatus.Returned)
                && (again.BindingHash, again.RequestedById, again.StartedById, again.Risk) == (x.request.BindingHash, x.request.RequestedById, x.request.StartedById, RiskLevel.Critical)
                && again.RequestedMinutes <= x.rule.LongestGrantMinutes && again.Stages.Count == x.rule.Stages.Count
                && (approved || !x.request.Decide(x.approvers.FirstOrDefault() ?? Nobody, Answer.Approve(1), World.Now).Succeeded);
        });

    private static ApproverFacts Nobody { get; } = new() { Person = World.People[0], Active = true, InTenant = true, RolesHeld = new HashSet<OwnerRole>() };

    private static Basis Of(AccessFacts facts) => facts.BasisOf(facts.Targets[Target], facts.Targets[Target].Actions[Action]);

    /// <summary>Every seat is held: an empty one bars by itself.</summary>
    private static AccessFacts Owned(AccessFacts facts)
    {
        OwnerFact Held(OwnerRole role, int person) => new(role, World.People[person], "Held", true, false, World.Now.AddDays(9));
        return Changed(facts with { Status = IntegrationStatus.Active, EndOfLife = null, BusinessOwner = Held(OwnerRole.BusinessOwner, 0), IamOwner = Held(OwnerRole.IamOwner, 1) }, null, target => target with { SystemOwner = Held(OwnerRole.SystemOwner, 2) });
    }

    private static AccessFacts Changed(AccessFacts facts, Func<PathFact, PathFact>? path, Func<TargetFact, TargetFact>? target = null)
    {
        var on = facts.Targets[Target];
        on = on with { Actions = on.Actions.ToDictionary(way => way.Key, way => path is null ? way.Value : path(way.Value)).ToFrozen() };
        return facts with { Targets = new Dictionary<string, TargetFact> { [Target] = target is null ? on : target(on) }.ToFrozen() };
    }

    private static AccessFacts Ruled(AccessFacts facts, Func<ApprovalRule, ApprovalRule> rule) => Changed(facts, path => path with { Rule = rule(path.Rule!) });

    private static AccessFacts Other(AccessFacts facts, string what)
    {
        static OwnerFact? Else(OwnerFact? owner) => owner! with { Person = World.People[4], PersonName = "Other" };
        return what switch
        {
            "purpose" => facts with { Purpose = facts.Purpose + "y" },
            "long purpose" => facts with { Purpose = new string('x', 999) + "y" },
            "kind" => facts with { Kind = facts.Kind == IntegrationKind.InternalAgent ? IntegrationKind.VendorOperated : IntegrationKind.InternalAgent },
            "environment" => facts with { Environment = facts.Environment == DeploymentEnvironment.Production ? DeploymentEnvironment.Staging : DeploymentEnvironment.Production },
            "vendor" => facts with { Vendor = facts.Vendor is null ? "other" : null },
            "end of life" => facts with { EndOfLife = World.Now.AddDays(400) },
            "pattern" => Changed(facts, path => path with { Patterns = [.. path.Patterns, "more*"] }),
            "another way" => Changed(facts, null, target => target with { Actions = target.Actions.Append(new("role.grant", target.Actions[Action] with { Action = "role.grant" })).ToDictionary().ToFrozen() }),
            "criticality" => Changed(facts, null, target => target with { Criticality = Criticality.Low }),
            "target environment" => Changed(facts, null, target => target with { Environment = DeploymentEnvironment.Staging }),
            "class" => Changed(facts, path => path with { Class = ActionClass.CreatesAdmin }),
            "risk" => Changed(facts, path => path with { Risk = RiskLevel.Critical }),
            "fields" => Changed(facts, path => path with { MeaningfulFields = ["member", "until"] }),
            "business owner" => facts with { BusinessOwner = Else(facts.BusinessOwner) },
            "iam owner" => facts with { IamOwner = Else(facts.IamOwner) },
            "system owner" => Changed(facts, null, target => target with { SystemOwner = Else(target.SystemOwner) }),
            "stages" => Ruled(facts, rule => rule with { Stages = [.. rule.Stages, new(9, OwnerRole.SystemOwner, 1)] }),
            "longest" => Ruled(facts, rule => rule with { LongestGrantMinutes = rule.LongestGrantMinutes + 1 }),
            "uses" => Ruled(facts, rule => rule with { UseLimit = 7 }),
            "first use" => Ruled(facts, rule => rule with { FirstUseMinutes = 7 }),
            "ticket" => Ruled(facts, rule => rule with { RequiresTicket = true }),
            "justification" => Ruled(facts, rule => rule with { RequiresJustification = !rule.RequiresJustification }),
            "controllers" => Ruled(facts, rule => rule with { ControllerDays = rule.ControllerDays + 1 }),
            _ => Changed(facts, path => path with { Rule = null }),
        };
    }

    private static AccessFacts Harmless(AccessFacts facts, string what) => what switch
    {
        "names" => Changed(facts with { Name = "Renamed", BusinessOwner = facts.BusinessOwner! with { PersonName = "Married" } }, path => path with { Title = "said otherwise", Rule = path.Rule! with { Name = "renamed" } }, target => target with { Name = "Renamed" }),
        "window" => Ruled(facts, rule => rule with { Window = new ChangeWindow { Days = [DayOfWeek.Monday], From = new(8, 0), Until = new(9, 0), Zone = "UTC" } }),
        "timers" => Ruled(facts, rule => rule with { EscalateAfterMinutes = 5, RequestLifetimeMinutes = 5, EmergencyAllowed = true }),
        "order of patterns" => Changed(facts, path => path with { Patterns = [.. path.Patterns.Reverse()] }),
        _ => facts with { Status = IntegrationStatus.Suspended },
    };
}

internal static class FrozenPictures
{
    public static System.Collections.Frozen.FrozenDictionary<string, T> ToFrozen<T>(this Dictionary<string, T> pictures) => System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(pictures);
}
