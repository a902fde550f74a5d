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
        var steps = rule.Stages.GroupBy(stage => stage.Order).OrderBy(step => step.Key)
            .Select(step => string.Join(" and ", step.Select(stage => stage.Quorum == 1 ? stage.Role.InSentence() : $"{stage.Quorum} × {stage.Role.InSentence()}"))).ToList();
        var order = steps.Count == 1 && rule.Stages.Count > 1 ? ", in any order" : "";
        return $"{string.Join(", then ", steps)} must agree{order}";
    }

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
        var uses = rule.UseLimit switch { null => "", 1 => " and is good for one use", var many => $" and is good for {many} uses" };
        var ticket = rule.RequiresTicket ? " A ticket is required." : "";
        return $"A grant lasts {RequestWords.Minutes(rule.LongestGrantMinutes)} at most{uses}. A request waits {RequestWords.Minutes(rule.RequestLifetimeMinutes)}; "
            + $"silence is a denial.{ticket} Whoever changed the integration within {rule.ControllerDays} days may not approve.";
    }

    private static string Any(string before, IEnumerable<string> values) =>
        values.ToList() is { Count: > 0 } some ? before + string.Join(" or ", some) : "";

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Words(ActionClass kind) => kind switch
    {
        ActionClass.CreatesAdmin => "creating administrators",
        ActionClass.ChangesAdmin => "changing administrators",
        ActionClass.ReadsSecret => "reading secrets",
        _ => "other privileged actions",
    };
}
