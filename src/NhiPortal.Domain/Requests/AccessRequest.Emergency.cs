using NhiPortal.Domain.BreakGlass;
using NhiPortal.Domain.Grants;

namespace NhiPortal.Domain.Requests;

/// <summary>What breaking the glass made: the grant, and the use that somebody else must review.</summary>
public sealed record BrokenGlass(BreakGlassUse Use, Grant Grant);

/// <content>Break-glass: one person lets it through alone, and owes a review.</content>
public sealed partial class AccessRequest
{
    /// <summary>Why a person must sign in again before they break the glass, however harmless the action.</summary>
    public static Refusal? WhyNotProvedInEmergency(DateTimeOffset? provedAt, DateTimeOffset now) => now - provedAt < ProofLasts
        ? null
        : new("sign_in_again", $"Breaking the glass needs a fresh sign-in: sign in again, then do it within {ProofLasts.TotalMinutes:0} minutes.");

    /// <summary>The caller says meanwhile that it cannot wait; false when it has said so before.</summary>
    public bool CallEmergency()
    {
        if (Emergency)
            return false;
        Emergency = true;
        Version++;
        return true;
    }

    /// <summary>Whoever has the last ordinary answer gives that one; nothing is broken for it.</summary>
    public Refusal? WhyNotNeeded(ApproverFacts person, DateTimeOffset now) =>
        TurnFor(person, now) is { Succeeded: true, Value.Stage: var mine } && Stages.TrueForAll(stage => IsComplete(stage)
            || (stage == mine && stage.Quorum == 1 + Decisions.Count(decision => decision.Stage == stage.Number && decision.Verdict == Verdict.Approve)))
            ? new("approve_instead", "Yours is the last answer needed: approve it, and it begins at once.")
            : null;

    /// <summary>Exactly what was asked and nothing else, for a short time; the missing approvals stay missing in the record.</summary>
    public Result<BrokenGlass> BreakGlass(BreakGlassFacts facts, BreakGlassOrder order, DateTimeOffset now)
    {
        if (WhyOver(now) is { } over)
            return over;
        var right = BreakGlassRules.RightTo(this, facts);
        if (!right.Succeeded)
            return right.Refusal;
        if (WhyNotNeeded(facts.Person, now) is { } ordinary)
            return ordinary;
        var longest = BreakGlassRules.MinutesAllowed(this, facts);
        if (order.Minutes < 1 || order.Minutes > longest)
            return new Refusal("grant_length", $"Choose between 1 and {longest} minutes.");

        var setAside = BreakGlassRules.SetAside(this, facts.Person);
        Decisions.Add(ApprovalDecision.ByBreakGlassOf(this, right.Value, facts.Person, order, now));
        Finish(RequestStatus.Approved, null, now);
        var grant = Grant.MadeBy(this, TimeSpan.FromMinutes(order.Minutes), UseLimit, null, now);
        return new BrokenGlass(BreakGlassUse.Of(this, grant, right.Value, facts.Person, setAside, order.Reason, now), grant);
    }
}
