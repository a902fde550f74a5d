namespace NhiPortal.Domain.Policy;

/// <summary>What of a rule can differ from another.</summary>
public enum RuleAspect
{
    /// <summary>Whether there is a rule at all: without one everything is refused.</summary>
    Coverage,
    Approvers,
    Order,
    GrantLength,
    UseLimit,
    FirstUse,
    RequestLifetime,
    ControllerDays,
    Justification,
    Ticket,
    TicketPattern,
    Window,
    Emergency,
    Escalation,
    AccessRules,
    Brokering,
    Standing,
}

/// <summary>Which way a difference goes.</summary>
public enum Strength
{
    Same,
    Stricter,
    Weaker,
}

/// <summary>One aspect in which one rule differs from another, and which way.</summary>
public sealed record RuleChange(RuleAspect Aspect, Strength Strength);

/// <summary>Compares what two rules ask of one and the same request. What cannot be compared counts as weaker.</summary>
public static class RuleStrength
{
    public static IReadOnlyList<RuleChange> Compare(ApprovalRule? before, ApprovalRule? after) => (before, after) switch
    {
        (null, null) => [],
        (null, _) => [new(RuleAspect.Coverage, Strength.Weaker)],
        (_, null) => [new(RuleAspect.Coverage, Strength.Stricter)],
        _ => [.. Aspects(before, after).Where(change => change.Strength != Strength.Same), .. Neither(before, after).Select(aspect => new RuleChange(aspect, Strength.Same))],
    };

    private static IEnumerable<RuleChange> Aspects(ApprovalRule before, ApprovalRule after) =>
    [
        new(RuleAspect.Approvers, Approvers(before, after)),
        new(RuleAspect.GrantLength, More(before.LongestGrantMinutes, after.LongestGrantMinutes)),
        new(RuleAspect.UseLimit, More(before.UseLimit ?? int.MaxValue, after.UseLimit ?? int.MaxValue)),
        new(RuleAspect.FirstUse, More(before.FirstUseMinutes ?? int.MaxValue, after.FirstUseMinutes ?? int.MaxValue)),
        new(RuleAspect.RequestLifetime, More(before.RequestLifetimeMinutes, after.RequestLifetimeMinutes)),
        new(RuleAspect.ControllerDays, More(after.ControllerDays, before.ControllerDays)),
        new(RuleAspect.Justification, Dropped(before.RequiresJustification, after.RequiresJustification)),
        new(RuleAspect.Ticket, Dropped(before.RequiresTicket, after.RequiresTicket)),
        new(RuleAspect.TicketPattern, before.TicketPattern == after.TicketPattern ? Strength.Same : before.TicketPattern is null ? Strength.Stricter : Strength.Weaker),
        new(RuleAspect.Window, Window(before.Window, after.Window)),
        new(RuleAspect.Emergency, Dropped(after.EmergencyAllowed, before.EmergencyAllowed)),
        new(RuleAspect.AccessRules, Dropped(after.AccessRulesMayAllow, before.AccessRulesMayAllow)),
        new(RuleAspect.Brokering, Dropped(before.AlwaysBrokered, after.AlwaysBrokered)),
        new(RuleAspect.Standing, More(before.StandingDays ?? 0, after.StandingDays ?? 0)),
    ];

    /// <summary>One person fills one stage, so the people of a role add up over its stages.</summary>
    private static Strength Approvers(ApprovalRule before, ApprovalRule after)
    {
        var (asked, asks) = (People(before), People(after));
        return asked.Any(role => asks.GetValueOrDefault(role.Key) < role.Value) ? Strength.Weaker
            : asks.Any(role => asked.GetValueOrDefault(role.Key) < role.Value) ? Strength.Stricter : Strength.Same;
    }

    private static Dictionary<Owners.OwnerRole, int> People(ApprovalRule rule) =>
        rule.Stages.GroupBy(stage => stage.Role).ToDictionary(role => role.Key, role => role.Sum(stage => stage.Quorum));

    /// <summary>What differs and asks neither for more nor for less.</summary>
    private static IEnumerable<RuleAspect> Neither(ApprovalRule before, ApprovalRule after)
    {
        if (Reordered(before, after))
            yield return RuleAspect.Order;
        // An escalation tells people and lets nobody decide who could not, and silence ends in a denial with or without one: to have
        // none, or a later one, asks for no less approval.
        if (before.EscalateAfterMinutes != after.EscalateAfterMinutes || Window(before.EscalationHours, after.EscalationHours) != Strength.Same)
            yield return RuleAspect.Escalation;
    }

    /// <summary>The same people in another order is neither more nor less.</summary>
    private static bool Reordered(ApprovalRule before, ApprovalRule after) =>
        Approvers(before, after) == Strength.Same && !Steps(before).SequenceEqual(Steps(after));

    /// <summary>Who stands in which step, whatever numbers the steps carry.</summary>
    private static IEnumerable<string> Steps(ApprovalRule rule) =>
        rule.Stages.GroupBy(stage => stage.Order).OrderBy(step => step.Key).Select(step => string.Join('+', step.Select(stage => stage.Role).Distinct().Order()));

    private static Strength Window(ChangeWindow? before, ChangeWindow? after) => (before, after) switch
    {
        (null, null) => Strength.Same,
        (null, _) => Strength.Stricter,
        (_, null) => Strength.Weaker,
        _ when !after.LiesIn(before) => Strength.Weaker,
        _ => before.LiesIn(after) ? Strength.Same : Strength.Stricter,
    };

    private static Strength More(int before, int after) => after > before ? Strength.Weaker : after < before ? Strength.Stricter : Strength.Same;

    private static Strength Dropped(bool before, bool after) => before == after ? Strength.Same : before ? Strength.Weaker : Strength.Stricter;
}
