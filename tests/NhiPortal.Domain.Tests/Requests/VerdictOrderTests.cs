using FsCheck.Fluent;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.Requests;

/// <summary>More asked for never lets more through, and what is looked at first never decides.</summary>
public sealed class VerdictOrderTests
{
    [Fact]
    public void Decide_WithOneMoreStage_GrantsOnlyWhatWasEnoughWithoutIt() => World.Holds(
        from ask in World.Asks
        from stage in from order in Gen.Choose(1, 2) from role in Gen.Elements(World.AllRoles) select new PolicyStage(order, role, 1)
        from approvers in Gen.ListOf(World.Approvers).Resize(20)
        select (ask, stage, approvers),
        x =>
        {
            var strict = AccessRequest.Ask(x.ask with { Rule = x.ask.Rule with { Stages = [.. x.ask.Rule.Stages, x.stage] } }, World.Now);
            var granted = x.approvers.Any(approver => strict.Decide(approver, Answer.Approve(1), World.Now) is { Succeeded: true, Value: not null });
            if (!granted)
                return true;
            // Only those answers that stages of the smaller rule asked for, given by distinct people.
            var without = strict.Decisions.Where(decision => decision.Stage <= x.ask.Rule.Stages.Count).ToList();
            return without.Select(decision => decision.PersonId).Distinct().Count() == without.Count
                && x.ask.Rule.Stages.Index().All(stage => without.Count(decision => decision.Stage == stage.Index + 1 && decision.Role == stage.Item.Role) >= stage.Item.Quorum);
        },
        5000);

    [Fact]
    public void Decide_SideBySide_EitherOrder_EndsTheSame() => World.Holds(
        from ask in World.Asks
        from one in World.Approvers
        from other in World.Approvers
        where one.Person != other.Person && one.RolesHeld.Count <= 1 && other.RolesHeld.Count <= 1
        select (ask, one, other),
        x =>
        {
            var flat = x.ask with { Rule = x.ask.Rule with { Stages = [.. x.ask.Rule.Stages.Select(stage => stage with { Order = 1 })] } };
            var (first, second) = (AccessRequest.Ask(flat, World.Now), AccessRequest.Ask(flat, World.Now));
            foreach (var approver in new[] { x.one, x.other })
                first.Decide(approver, Answer.Approve(1), World.Now);
            foreach (var approver in new[] { x.other, x.one })
                second.Decide(approver, Answer.Approve(1), World.Now);
            return first.Status == second.Status;
        });

    [Fact]
    public void Breaches_AnyOfThem_Bars_WhicheverIsNamedFirst() => World.Holds(
        from request in World.Requests
        from approver in World.Approvers
        select (request, approver),
        x => (SeparationRules.FirstBreach(x.request, x.approver) is null) == !SeparationRules.Breaches(x.request, x.approver).Any()
            && (!SeparationRules.Breaches(x.request, x.approver).Any() || !x.request.Decide(x.approver, Answer.Approve(1), World.Now).Succeeded));
}
