using NhiPortal.Domain.AccessRules;
using NhiPortal.Domain.Grants;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.Access;

/// <summary>The answer to "may this workload do exactly this now?", with a stable reason when not.</summary>
public sealed record Judgement(bool Allowed, string? Reason, string Sentence, GrantFact? Grant = null, bool Requestable = false)
{
    /// <summary>The access rule that answered, or kept another from allowing; null when none had a say.</summary>
    public AccessRule? Rule { get; init; }

    public static Judgement Deny(string reason, string sentence, bool requestable = false, GrantFact? grant = null) => new(false, reason, sentence, grant, requestable);
}

/// <summary>The one place that decides. Pure: the same facts, question and moment always give the same answer.</summary>
public static class AccessJudge
{
    /// <summary>Decides; <paramref name="approval"/> is the grant the caller names, if it names one, <paramref name="stated"/> what a believed caller said.</summary>
    public static Judgement Decide(AccessFacts facts, WorkloadId workload, ActionCall call, Guid? approval, DateTimeOffset now, Stated? stated = null)
    {
        if ((Bars(facts, call, now) ?? Shut(facts, call, now)) is { } barred)
            return Judgement.Deny(barred.Code, barred.Sentence);
        var verdict = Verdict(facts, call, stated);
        if (DeniedByRule(facts, verdict) is { } denied)
            return Judgement.Deny(denied.Code, denied.Sentence) with { Rule = verdict?.Rule };
        var judged = ByGrant(facts, workload, call, approval, now);
        if (judged.Requestable && FrozenFor(facts, call) is { } frozen)
            return Judgement.Deny(frozen.Code, frozen.Sentence, grant: judged.Grant);
        if (judged.Allowed || approval is not null || verdict is not { Answer: RuleAnswer.Allow, Rule: { } rule })
            return judged.Allowed ? judged : judged with { Rule = verdict?.Rule };
        // Refused when saved, and here whatever was saved: no rule stands in for the approval of an administrative action.
        var path = facts.Targets[call.Target].Actions[call.Action];
        return path.AccessRulesMayAllow && AccessRule.MayAllow(path.Class, path.Risk) && facts.Rules!.HasTwoPublishers
            ? new Judgement(true, null, $"Access rule \"{rule.Name}\" of version {facts.Rules.Version} allows it.") { Rule = rule }
            : judged;
    }

    /// <summary>What bars even asking: the request would be pointless, or nobody accountable could answer it.</summary>
    public static Refusal? WhyNotRequestable(AccessFacts facts, ActionCall call, DateTimeOffset now) =>
        Bars(facts, call, now) ?? Shut(facts, call, now) ?? FrozenFor(facts, call) ?? CertainlyDenied(facts, call);

    /// <summary>What ends even that which lives: not the change window, which opens again, and not a freeze, which only adds nothing.</summary>
    public static Refusal? WhyBarred(AccessFacts facts, ActionCall call, DateTimeOffset now) => Bars(facts, call, now) ?? CertainlyDenied(facts, call);

    // A request keeps only the parameters its approval binds; what else the call will say is judged at the call.
    private static Refusal? CertainlyDenied(AccessFacts facts, ActionCall call) => Verdict(facts, call, null) is var verdict && verdict?.Unsaid is null ? DeniedByRule(facts, verdict) : null;

    private static RuleVerdict? Verdict(AccessFacts facts, ActionCall call, Stated? stated) => facts.Rules?.Rules is { } rules
        ? rules.Judge(RuleCall.Of(facts, facts.Targets[call.Target], facts.Targets[call.Target].Actions[call.Action], call, stated))
        : null;

    private static Refusal? DeniedByRule(AccessFacts facts, RuleVerdict? verdict) => (facts.Rules, verdict) switch
    {
        ({ Rules: null }, _) => new("access_rules_unusable", "The access rules in force cannot be read, so nothing is allowed. Tell the portal's administrator."),
        ({ } inForce, { Rule: { } rule, Unsaid: { } unsaid }) => new("access_rule", $"Access rule \"{rule.Name}\" of version {inForce.Version} may deny it, and cannot be told without {unsaid.Path}. Send that as one plain value."),
        ({ } inForce, { Answer: RuleAnswer.Deny, Rule: { } rule }) => new("access_rule", $"Access rule \"{rule.Name}\" of version {inForce.Version} denies it."),
        _ => null,
    };

    private static Judgement ByGrant(AccessFacts facts, WorkloadId workload, ActionCall call, Guid? approval, DateTimeOffset now)
    {
        var hash = call.Narrow(facts.Targets[call.Target].Actions[call.Action].MeaningfulFields).BindTo(workload);
        GrantFact? ended = null, other = null;
        foreach (var grant in facts.Grants)
        {
            if (grant.Workload != workload || (approval is { } id && grant.Id.Value != id))
                continue;
            if (grant.BindingHash == hash)
            {
                if (grant.LiveAt(now))
                    return new Judgement(true, null, $"Approved until {grant.Until:u}.", grant);
                if (ended is null || grant.From > ended.From)
                    ended = grant;
            }
            else if (approval is not null || (grant.LiveAt(now) && grant.Action == call.Action && grant.ResourceId == call.ResourceId && facts.Targets[call.Target].Id == grant.Target))
            {
                other = grant;
            }
        }

        return (ended, other) switch
        {
            ({ Status: GrantStatus.Revoked }, _) => Judgement.Deny("grant_revoked", "The grant was revoked. Ask again if it is still needed.", true, ended),
            ({ Status: GrantStatus.Returned }, _) or ({ Status: GrantStatus.Active, Drifted: true }, _) when now < ended.Until =>
                Judgement.Deny("facts_changed", "What the approval rests on has changed, so it does not hold any more. Ask again: if the same waits for its owners already, that request is the answer.", true, ended),
            ({ Status: GrantStatus.UsedUp }, _) => UsedUp(ended),
            ({ UseLimit: { } limit }, _) when ended.Uses >= limit => UsedUp(ended),
            ({ Uses: 0, FirstUseBy: { } soon }, _) when now >= soon && soon < ended.Until => Judgement.Deny("grant_expired", "The grant was not used soon enough after its approval. Ask again if it is still needed.", true, ended),
            (not null, _) => Judgement.Deny("grant_expired", "The grant's time is over. Ask again if it is still needed.", true, ended),
            (_, not null) => Judgement.Deny("parameters_changed", "What is asked now differs from what was approved; this exact action needs its own approval.", true, other),
            _ when approval is not null => Judgement.Deny("approval_unverifiable", "There is no such approval for this workload.", true),
            _ => Judgement.Deny("approval_required", "A person must approve this first.", true),
        };
    }

    private static Refusal? Bars(AccessFacts facts, ActionCall call, DateTimeOffset now)
    {
        if (facts.Stop is { } stopped)
            return stopped.Refusal;
        if (facts.Status == IntegrationStatus.Suspended)
            return new("integration_suspended", $"{facts.Key} is suspended.");
        if (facts.Status != IntegrationStatus.Active)
            return new("integration_not_active", $"{facts.Key} is {facts.Status.ToString().ToLowerInvariant()}.");
        if (facts.EndOfLife is { } end && now >= end)
            return new("integration_not_active", $"{facts.Key} has reached its end of life.");
        // Unknown and not-allowed are told apart to nobody: both are simply not on the list.
        if (!facts.Targets.TryGetValue(call.Target, out var target) || !target.Actions.TryGetValue(call.Action, out var path) || path.ResourceType != call.ResourceType)
            return new("not_on_approved_list", $"{facts.Key} has no path for {call.Action} on this target.");
        if (target.Stop is { } shut)
            return shut.Refusal;
        if (!path.Covers(call.ResourceId))
            return new("not_on_approved_list", $"The resource lies outside what {facts.Key} may touch on {target.Key}.");
        if (path.MeaningfulFields.FirstOrDefault(field => !call.Parameters.ContainsKey(field)) is { } missing)
            return new("parameter_missing", $"{call.Action} needs the action property \"{missing}\".");
        if (OwnershipGap.OnTheWay(facts.Key, facts.BusinessOwner, facts.IamOwner, target.Key, target.SystemOwner, now) is { } gap)
            return new(gap.Reason, gap.Sentence);
        return null;
    }

    private static Refusal? Shut(AccessFacts facts, ActionCall call, DateTimeOffset now) => facts.Targets[call.Target] is var target && target.Actions[call.Action].Window is { } window && !window.IsOpenAt(now)
        ? new("outside_window", $"{call.Action} on {target.Key} is outside its change window{(window.NextOpening(now) is { } next ? $", which opens again on {next:yyyy-MM-dd} at {next:HH:mm} ({window.Zone})" : "")}.")
        : null;

    /// <summary>What lives goes on; nothing is added to it.</summary>
    private static Refusal? FrozenFor(AccessFacts facts, ActionCall call) => facts.Frozen.FirstOrDefault(freeze => freeze.Target is not { } on || on == facts.Targets[call.Target].Id) is { } frozen
        ? new("frozen_unattended", $"Nothing new is granted to {facts.Key} here: {frozen.Why}")
        : null;

    private static Judgement UsedUp(GrantFact grant) => Judgement.Deny("grant_used_up", "The grant was used as often as it allows. Ask again if it is still needed.", true, grant);
}
