using NhiPortal.Domain;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;
using NhiPortal.Features.Requests;

namespace NhiPortal.Features.Policy;

/// <summary>What differs between two policies, in sentences.</summary>
public static class DifferenceWords
{
    /// <summary>Every loosened aspect once, for the record; null when there is none.</summary>
    public static string? Weaker(PolicyDifference difference)
    {
        var loosened = from shift in difference.Shifts from change in shift.Changes where change.Strength == Strength.Weaker select Of(change, shift);
        return Text.Shortened(string.Join(' ', loosened.Distinct()), 2000);
    }

    public static string Of(RuleChange change, PolicyShift shift) => (shift.Before, shift.After) switch
    {
        (null, { } only) => $"Nothing was allowed before; now it can be approved by {PolicyWords.People(only)}.",
        (_, null) => "Nothing is allowed any more: no rule is left for it.",
        ({ } before, { } after) => Of(change.Aspect, before, after),
    };

    /// <summary>What a shift is about: only what narrows it is named.</summary>
    public static string Subjects(PolicyShift shift, IReadOnlyList<string> tenants)
    {
        string?[] parts =
        [
            Some(shift.Subjects.Select(subject => subject.Kind), Enum.GetValues<IntegrationKind>().Length, kind => kind.Noun()),
            Some(shift.Subjects.Select(subject => subject.Class), Enum.GetValues<ActionClass>().Length, PolicyWords.Words),
            Some(shift.Subjects.Select(subject => subject.Risk), Enum.GetValues<RiskLevel>().Length, risk => $"{PolicyWords.Lower(risk)} risk"),
            Some(shift.Subjects.Select(subject => subject.Criticality), Enum.GetValues<Criticality>().Length, criticality => $"{PolicyWords.Lower(criticality)} targets"),
            Some(shift.Subjects.Select(subject => subject.Environment), Enum.GetValues<DeploymentEnvironment>().Length, PolicyWords.Lower),
            Some(shift.Subjects.Select(subject => subject.Tenant), tenants.Count, tenant => tenant == PolicyDifference.AnyOtherTenant ? "other tenants" : $"tenant {tenant}"),
        ];
        var words = string.Join(" · ", parts.OfType<string>());
        return words.Length == 0 ? "Everything" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Of(RuleAspect aspect, ApprovalRule before, ApprovalRule after) => aspect switch
    {
        RuleAspect.Approvers => $"Approved by {PolicyWords.People(after)} instead of {PolicyWords.People(before)}.",
        RuleAspect.Order => $"Approved in another order: {PolicyWords.People(after)} instead of {PolicyWords.People(before)}.",
        RuleAspect.GrantLength => $"A grant lasts up to {RequestWords.Minutes(after.LongestGrantMinutes)} instead of {RequestWords.Minutes(before.LongestGrantMinutes)}.",
        RuleAspect.UseLimit => $"A grant is good for {PolicyWords.Uses(after.UseLimit)} instead of {PolicyWords.Uses(before.UseLimit)}.",
        RuleAspect.FirstUse => $"A grant {FirstUse(after)}; before, it {FirstUse(before)}.",
        RuleAspect.RequestLifetime => $"A request waits {RequestWords.Minutes(after.RequestLifetimeMinutes)} instead of {RequestWords.Minutes(before.RequestLifetimeMinutes)}.",
        RuleAspect.ControllerDays => $"Whoever changed the integration within {after.ControllerDays} days may not approve, instead of within {before.ControllerDays}.",
        RuleAspect.Justification => after.RequiresJustification ? "A justification is required now." : "A justification is not required any more.",
        RuleAspect.Ticket => after.RequiresTicket ? "A ticket is required now." : "A ticket is not required any more.",
        RuleAspect.TicketPattern => $"A ticket {Pattern(after)}; before, it {Pattern(before)}. Two patterns are not compared: any change but a new one counts as weaker.",
        RuleAspect.Window => $"It may be done {PolicyWords.Window(after.Window)}; before, {PolicyWords.Window(before.Window)}.",
        RuleAspect.Emergency => after.EmergencyAllowed ? "Break-glass is allowed now." : "Break-glass is not allowed any more.",
        RuleAspect.AccessRules => after.AccessRulesMayAllow ? "Access rules may allow it now, without anybody approving each time." : "Access rules may not allow it any more.",
        RuleAspect.Brokering => after.AlwaysBrokered ? "The portal itself always carries it out now." : "The portal no longer always carries it out: the integration may do it itself.",
        RuleAspect.Standing => $"{PolicyWords.Standing(after)}; before: {PolicyWords.Standing(before)}.",
        RuleAspect.Escalation => $"{PolicyWords.Escalation(after)}; before: {PolicyWords.Escalation(before)}. It lets nobody decide who could not.",
        _ => throw new ArgumentOutOfRangeException(nameof(aspect)),
    };

    private static string FirstUse(ApprovalRule rule) => rule.FirstUseMinutes is { } soon ? $"must first be used within {RequestWords.Minutes(soon)} of its approval" : "may first be used at any time until it ends";

    private static string Pattern(ApprovalRule rule) => rule.TicketPattern is { } pattern ? $"must look like {pattern}" : "may look like anything";

    private static string? Some<T>(IEnumerable<T> values, int all, Func<T, string> words) =>
        values.Distinct().ToList() is var some && some.Count == all ? null : string.Join(" or ", some.Select(words));
}
