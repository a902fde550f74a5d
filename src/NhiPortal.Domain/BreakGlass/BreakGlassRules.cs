using System.Collections.Immutable;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy.Rules;
using NhiPortal.Domain.Requests;

namespace NhiPortal.Domain.BreakGlass;

/// <summary>Who may break the glass, and which rules it sets aside: the one place that decides either.</summary>
public static class BreakGlassRules
{
    /// <summary>No use lasts longer, whatever a policy says.</summary>
    public const int LongestMinutes = 60;

    public const int ShortestReason = 20;

    /// <summary>
    /// The separation rules that one person alone may set aside, because a second person is what is missing. Every other rule holds:
    /// whoever shaped the integration, would benefit, is away from the tenant or is the deputy of a person behind it stays barred.
    /// </summary>
    public static readonly ImmutableArray<string> MaySetAside = ["already_decided", "own_request", "own_run", "role_not_held"];

    /// <summary>An owner who has approved for less is not overruled by whoever breaks the glass.</summary>
    public static int MinutesAllowed(AccessRequest request, BreakGlassFacts facts) =>
        request.Decisions.Select(decision => decision.Minutes ?? LongestMinutes).Append(LongestMinutes).Append(request.LongestMinutes).Append(facts.Policy?.LongestMinutes ?? 0).Min();

    /// <summary>The right this person has on this request now, or why none. The screen asks the same question before it offers anything.</summary>
    public static Result<BreakGlassRight> RightTo(AccessRequest request, BreakGlassFacts facts)
    {
        if (request.IsStanding)
            return new Refusal("emergency_not_allowed", "Breaking the glass lets one action through; it gives no standing pre-approval.");
        if (facts.Policy is not { Allowed: true })
            return new Refusal("emergency_not_allowed", "The approval policy does not allow break-glass for this.");
        if (Held(request, facts).FirstOrDefault() is not { } right)
            return new Refusal("no_break_glass_right", "Only the target's system owner, their deputy or stand-in, and the target's duty chief may break the glass.");
        if (SeparationRules.Breaches(request, facts.Person).FirstOrDefault(breach => !MaySetAside.Contains(breach.Code)) is { } barred)
            return barred;
        return !facts.DebtOpen || right.Standing == BreakGlassStanding.DutyChief ? right : Debt;
    }

    /// <summary>The rules that this use would set aside, by name.</summary>
    public static IReadOnlyList<string> SetAside(AccessRequest request, ApproverFacts person) =>
        [.. SeparationRules.Breaches(request, person).Select(breach => breach.Code).Where(code => MaySetAside.Contains(code))];

    public static Refusal Debt { get; } = new(
        "break_glass_debt", "The last break-glass on this target has not been reviewed. Until it is, only the target's duty chief may break the glass there.");

    private static IEnumerable<BreakGlassRight> Held(AccessRequest request, BreakGlassFacts facts)
    {
        // While a debt is open, the duty chief's own right is the one that counts.
        var chief = facts.DutyChief == facts.Person.Person ? new BreakGlassRight(BreakGlassStanding.DutyChief, null) : null;
        if (chief is not null && facts.DebtOpen)
            yield return chief;
        if (facts.Person.RolesHeld.Contains(OwnerRole.SystemOwner))
            yield return new(BreakGlassStanding.SystemOwner, null);
        if (facts.DeputyFor is { } owner && !Bars(request, owner))
            yield return new(BreakGlassStanding.Deputy, owner.Person);
        foreach (var lent in facts.Person.Lent.Where(lent => lent.Role == OwnerRole.SystemOwner && !Bars(request, lent.Lender)))
            yield return new(BreakGlassStanding.StandIn, lent.Lender.Person);
        if (chief is not null)
            yield return chief;
    }

    private static bool Bars(AccessRequest request, ApproverFacts lender) =>
        SeparationRules.Breaches(request, lender).Any(breach => !MaySetAside.Contains(breach.Code));
}
