using NhiPortal.Domain.Access;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.PreApprovals;

namespace NhiPortal.Domain.Requests;

/// <summary>What a standing pre-approval is judged by at each use: the request its people approved, the facts it rests on as they are today, the rule of today, and what is true of its people now.</summary>
public sealed record StandingFacts(AccessRequest Given, string BasisToday, ApprovalRule Rule, Func<PersonId, ApproverFacts> People);

/// <content>Asking for a standing pre-approval, and being answered by one.</content>
public sealed partial class AccessRequest
{
    /// <summary>Set where a standing pre-approval is asked for; the resource is a pattern then.</summary>
    public StandingTerms? Terms { get; private set; }

    /// <summary>The standing pre-approval that answered it; null where people did.</summary>
    public RequestId? UnderId { get; private set; }

    public bool IsStanding => Terms is not null;

    /// <summary>The hash this request has if it is about that call.</summary>
    public string BindingOf(ActionCall call) => Terms?.Bind(call.BindTo(WorkloadId)) ?? call.BindTo(WorkloadId);

    /// <summary>
    /// Approves it by what people answered in advance, for one use. Everything they agreed to must be as it was, and every one of them
    /// must be somebody who could approve this very request now.
    /// </summary>
    public Result<Grant> AnswerUnder(PreApproval standing, StandingFacts facts, DateTimeOffset now)
    {
        if (WhyOver(now) is { } over)
            return over;
        if (IsStanding || Decisions.Count > 0 || facts.Given.Id != standing.RequestId || !standing.Covers(this))
            return new Refusal("standing_other", "It is about something else.");
        if (facts.Given is not { Status: RequestStatus.Approved, Terms: { } terms } || standing.BasisHash != facts.BasisToday)
            return new Refusal("standing_changed", "What it rests on has changed.");
        if (facts.Rule.WhyNotStanding(terms, Risk, standing.From) is { } notAllowed)
            return notAllowed;
        if (facts.Given.Stages.Exists(stage => facts.Given.StandingFor(stage, this, facts.People) < stage.Quorum))
            return new Refusal("standing_people", "Not everybody who gave it could approve this now.");
        var used = standing.Use(now);
        if (!used.Succeeded)
            return used.Refusal;

        UnderId = standing.RequestId;
        Stages = [.. facts.Given.Stages.Select(stage => stage with { RequestId = Id })];
        Decisions.AddRange(facts.Given.Decisions.Select(decision => decision.For(Id)));
        Finish(RequestStatus.Approved, null, now);
        var until = now.AddMinutes(Math.Min(Math.Min(RequestedMinutes, LongestMinutes), standing.Minutes));
        // One use lets one action through, or "up to 20 uses" would say nothing.
        return Grant.MadeBy(this, (until < standing.Until ? until : standing.Until) - now, 1, Basis, now);
    }

    /// <summary>How many of those who answered a stage could answer it for another request now; whoever stood in answers by their lender's role.</summary>
    private int StandingFor(RequestStage stage, AccessRequest ask, Func<PersonId, ApproverFacts> people) => Decisions
        .Where(decision => decision is { Verdict: Verdict.Approve, ByBreakGlass: false } && decision.Stage == stage.Number)
        .Where(decision => decision.ForId is not { } lender
            ? people(decision.PersonId).RolesHeld.Contains(stage.Role) && SeparationRules.FirstBreach(ask, people(decision.PersonId)) is null
            : people(lender).RolesHeld.Contains(stage.Role) && SeparationRules.FirstBreach(ask, people(lender)) is null
                && SeparationRules.Breaches(ask, people(decision.PersonId)).All(breach => breach.Code == HoldsTheRole.Name))
        .Select(decision => decision.PersonId).Distinct().Count();
}
