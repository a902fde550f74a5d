using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Features.Requests;

/// <summary>One policy rule as sentences: what it is matched on, who must agree, and its limits.</summary>
public static class PolicyWords
{
    public static string Of(ApprovalRule rule) => $"{Matched(rule)}: {Stages(rule)}. {Limits(rule)}";

    /// <summary>Who must agree, side by side or one after the other.</summary>
    public static string Stages(ApprovalRule rule)
    {
        var order = rule.Stages.Count > 1 && rule.Stages.All(stage => stage.Order == rule.Stages[0].Order) ? ", in any order" : "";
        return $"{People(rule)} must agree{order}";
    }

    public static string People(ApprovalRule rule) => string.Join(", then ", rule.Stages.GroupBy(stage => stage.Order).OrderBy(step => step.Key)
        .Select(step => string.Join(" and ", step.Select(stage => stage.Quorum == 1 ? stage.Role.InSentence() : $"{stage.Quorum} × {stage.Role.InSentence()}"))));

    public static string Uses(int? limit) => limit switch { null => "any number of uses", 1 => "one use", var many => $"{many} uses" };

    /// <summary>When it may be done: "at any time", or the days and hours of a window.</summary>
    public static string Window(ChangeWindow? window)
    {
        if (window is null)
            return "at any time";
        var days = window.Days.Count == 7 ? "every day" : string.Join(", ", window.Days.OrderBy(day => ((int)day + 6) % 7).Select(day => day.ToString()[..3]));
        var hours = window.From == window.Until ? "all day" : $"{window.From:HH:mm} to {window.Until:HH:mm}";
        var closed = window.ClosedDays.Count switch { 0 => "", 1 => ", 1 closed day", var many => $", {many} closed days" };
        return $"{days}, {hours} ({window.Zone}){closed}";
    }

    /// <summary>When whoever stands behind a silent owner hears of it.</summary>
    public static string Escalation(ApprovalRule rule) => rule switch
    {
        { EscalateAfterMinutes: { } after, EscalationHours: { } hours } => $"What is not answered is escalated after {RequestWords.Minutes(after)} of {Window(hours)}",
        { EscalateAfterMinutes: { } after } => $"What is not answered is escalated after {RequestWords.Minutes(after)}",
        _ => "What is not answered is escalated to nobody",
    };

    /// <summary>Whether people may answer in advance, and for how long.</summary>
    public static string Standing(ApprovalRule rule) => rule.StandingDays is { } days ? $"A standing pre-approval may answer alone for up to {(days == 1 ? "1 day" : $"{days} days")}" : "No standing pre-approval may answer";

    private static string Matched(ApprovalRule rule)
    {
        string[] parts =
        [
            rule.Classes.Count == 0 ? "any action" : string.Join(" or ", rule.Classes.Select(Words)),
            Any(" by ", rule.Kinds.Select(kind => kind.Noun().ToLowerInvariant())),
            Any(" of ", rule.Risks.Select(risk => $"{Lower(risk)} risk")),
            Any(" on targets of criticality ", rule.Criticalities.Select(Lower)),
            Any(" in ", rule.Environments.Select(Lower)),
            Any(" in tenant ", rule.Tenants),
        ];
        var words = string.Concat(parts);
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string Limits(ApprovalRule rule)
    {
        var uses = rule.UseLimit is null ? "" : $" and is good for {Uses(rule.UseLimit)}";
        var soon = rule.FirstUseMinutes is { } minutes ? $", the first within {RequestWords.Minutes(minutes)} of its approval" : "";
        var ticket = (rule.RequiresTicket, rule.TicketPattern) switch
        {
            (true, { } pattern) => $" A ticket that looks like {pattern} is required.",
            (true, null) => " A ticket is required.",
            (false, { } pattern) => $" A ticket, if given, looks like {pattern}.",
            _ => "",
        };
        var why = rule.RequiresJustification ? "" : " No justification is required.";
        var window = rule.Window is { } open ? $" It is asked for, approved and done only {Window(open)}." : "";
        var escalation = rule.EscalateAfterMinutes is null ? "" : $" {Escalation(rule)}.";
        var emergency = $"{(rule.EmergencyAllowed ? " Break-glass is allowed." : "")}{(rule.AccessRulesMayAllow ? " Access rules may allow it without asking." : "")}{(rule.StandingDays is null ? "" : $" {Standing(rule)}.")}{(rule.AlwaysBrokered ? " The portal itself always carries it out." : "")}";
        return $"A grant lasts {RequestWords.Minutes(rule.LongestGrantMinutes)} at most{uses}{soon}. A request waits {RequestWords.Minutes(rule.RequestLifetimeMinutes)}; "
            + $"silence is a denial.{escalation}{ticket}{why}{window}{emergency} Whoever changed the integration within {rule.ControllerDays} days may not approve.";
    }

    private static string Any(string before, IEnumerable<string> values) =>
        values.ToList() is { Count: > 0 } some ? before + string.Join(" or ", some) : "";

    internal static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    internal static string Words(ActionClass kind) => kind switch
    {
        ActionClass.CreatesAdmin => "creating administrators",
        ActionClass.ChangesAdmin => "changing administrators",
        ActionClass.ReadsSecret => "reading secrets",
        _ => "other privileged actions",
    };
}
