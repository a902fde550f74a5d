using FsCheck.Fluent;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.Tests.Requests;

/// <summary>No approval by the wrong hand, and everything ends: over random policies, people and orders of answers.</summary>
public sealed class AccessRequestTests
{
    private static readonly FsCheck.Gen<(AccessRequest Request, IReadOnlyList<(ApproverFacts Approver, bool Approves, int Minutes, int Later)> Answers)> Stories =
        from request in World.Requests
        from answers in Gen.ListOf(
            from approver in World.Approvers
            from approves in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
            from minutes in Gen.Choose(-1, 700)
            from later in Gen.Frequency((9, Gen.Choose(0, 59)), (1, Gen.Choose(60, 90)))
            select (approver, approves, minutes, later)).Resize(30)
        select (request, (IReadOnlyList<(ApproverFacts, bool, int, int)>)[.. answers]);

    [Fact]
    public void Decide_OverRandomStories_GrantsOnlyWhatDistinctEligiblePeopleAgreedTo()
    {
        var granted = 0;
        World.Holds(
            Stories,
            story =>
            {
                var (request, answers) = story;
                var grants = new List<(Grant Grant, DateTimeOffset At)>();
                foreach (var (approver, approves, minutes, later) in answers)
                {
                    var now = World.Now.AddMinutes(later);
                    var before = request.Decisions.Count;
                    var status = request.Status;
                    var result = request.Decide(approver, approves ? Answer.Approve(minutes) : Answer.Deny("no, thank you"), now);
                    if (!result.Succeeded && (request.Decisions.Count != before || request.Status != status))
                        return false;
                    if (!result.Succeeded)
                        continue;
                    if (SeparationRules.Breaches(request, approver).Any(breach => breach.Code != "already_decided"))
                        return false;
                    if (now >= request.ExpiresAt || !approver.RolesHeld.Contains(request.Decisions[^1].Role) || !approver.Active || !approver.InTenant)
                        return false;
                    if (result.Value is { } grant)
                        grants.Add((grant, now));
                }

                if (request.Decisions.Select(decision => decision.PersonId).Distinct().Count() != request.Decisions.Count)
                    return false;
                if (request.Status != RequestStatus.Approved)
                    return grants.Count == 0;
                granted++;
                return grants.Count == 1
                    && request.Stages.TrueForAll(stage => request.Decisions.Count(d => d.Stage == stage.Number && d.Verdict == Verdict.Approve && d.Role == stage.Role) >= stage.Quorum)
                    && grants[0].Grant.Until - grants[0].At <= TimeSpan.FromMinutes(request.Decisions.Min(d => d.Minutes)!.Value)
                    && grants[0].Grant.Until - grants[0].At <= TimeSpan.FromMinutes(request.LongestMinutes);
            },
            20_000);
        Assert.True(granted > 200, $"Only {granted} stories ended in a grant; the property would prove little.");
    }

    [Fact]
    public void Decide_LaterStage_WaitsForTheEarlierOne() => World.Holds(
        Stories,
        story =>
        {
            foreach (var (approver, _, _, _) in story.Answers)
            {
                var open = story.Request.OpenStages();
                if (story.Request.Decide(approver, Answer.Approve(1), World.Now) is { Succeeded: true } && open.All(stage => stage.Number != story.Request.Decisions[^1].Stage))
                    return false;
            }

            return true;
        });

    [Fact]
    public void Ended_Request_NeverChangesAgain() => World.Holds(
        Stories,
        story =>
        {
            var request = story.Request;
            Assert.True(request.Expire(request.ExpiresAt));
            return story.Answers.All(answer => !request.Decide(answer.Approver, Answer.Approve(1), World.Now).Succeeded)
                && !request.Cancel("late", World.Now).Succeeded && !request.Expire(request.ExpiresAt) && request.Status == RequestStatus.Expired;
        },
        500);

    [Fact]
    public void Breaches_AddingAFact_NeverLoosens() => World.Holds(
        from request in World.Requests
        from approver in World.Approvers
        from controller in Gen.Elements(World.People)
        select (request, approver, controller),
        x => SeparationRules.FirstBreach(x.request, x.approver) is null
            || SeparationRules.FirstBreach(x.request, x.approver with { Controllers = [.. x.approver.Controllers, new ControllingPerson(x.controller, "changed it.")] }) is not null);

    [Fact]
    public void Grant_AlwaysEnds() => World.Holds(
        Stories,
        story =>
        {
            foreach (var (approver, _, minutes, _) in story.Answers)
                if (story.Request.Decide(approver, Answer.Approve(Math.Max(1, minutes)), World.Now) is { Succeeded: true, Value: { } grant })
                    return grant.Until > grant.From && !grant.LiveAt(grant.Until) && grant.Expire(grant.Until) && grant.Status == GrantStatus.Expired && !grant.Expire(grant.Until);
            return true;
        });
}
